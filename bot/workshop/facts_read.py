"""Facts as far as they can be read, with every fault instead of the first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.answers.facts import Confidence
from bot.answers.fill import placeholders
from bot.domain.language import LANGUAGES, REFERENCE
from bot.workshop.finding import Finding, error, info, meant, warning
from bot.workshop.project import Project, Source

FACTS = "data/facts.yml"


@dataclass(frozen=True)
class FactTable:
    """Entries by id, as they stand in the file."""

    entries: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def ids(self) -> set[str]:
        """All ids."""
        return set(self.entries)

    def values(self, language: str) -> dict[str, str]:
        """Every fact's value in a language, else in the reference, else empty."""
        return {name: _value(entry.get("value"), language) for name, entry in self.entries.items()}


def _value(value: Any, language: str) -> str:
    if isinstance(value, dict):
        value = value.get(language) or value.get(REFERENCE)
    return "" if value is None else str(value)


def read_table(project: Project) -> FactTable:
    """The facts whose entry is a mapping."""
    source = project.sources.get(FACTS)
    content = source.document.content if source else None
    listed = content.get("facts") if isinstance(content, dict) else None
    entries = listed.items() if isinstance(listed, dict) else ()
    return FactTable({str(name): entry for name, entry in entries if isinstance(entry, dict)})


def check_facts(project: Project, table: FactTable, today: date) -> Iterator[Finding]:
    """Every fault of the facts, what is past its review date, and what no answer quotes."""
    source = project.sources.get(FACTS)
    if source is None:
        return
    quoted = _quoted(project)
    for name, entry in table.entries.items():
        yield from _fact(source, name, entry, today)
        line = source.document.line("facts", name)
        if name not in quoted:
            yield info(FACTS, line, "unused-fact", f"no answer quotes the fact {name!r}")
        elif entry.get("confidence") == "unverified" and entry.get("value") is not None:
            message = f"the fact {name!r} is unverified, and answers quote it"
            advice = "Find a source and change `confidence:`, or write `value: null`."
            yield error(FACTS, line, "unverified-fact", message, advice)


def _fact(source: Source, name: str, entry: dict[str, Any], today: date) -> Iterator[Finding]:
    document = source.document
    for key in ("source", "as_of", "review_by", "confidence"):
        if key in entry and not entry[key]:
            yield error(FACTS, document.line("facts", name, key), "missing-key", f"the fact {name!r} has no {key}")
    confidence = entry.get("confidence")
    levels = [level.value for level in Confidence]
    if isinstance(confidence, str) and confidence not in levels:
        advice = meant(confidence, levels) or "One of " + ", ".join(levels) + "."
        line = document.line("facts", name, "confidence")
        yield error(FACTS, line, "confidence", f"the fact {name!r} has an unknown confidence {confidence!r}", advice)
    value = entry.get("value")
    if isinstance(value, dict):
        yield from _languages(source, name, value)
    due, since = entry.get("review_by"), entry.get("as_of")
    if type(due) is date and due < today:
        message = f"the fact {name!r} was to be looked at again by {due}"
        advice = f"Look at {entry.get('source')}; then change the value, `as_of:` and `review_by:`."
        yield warning(FACTS, document.line("facts", name, "review_by"), "stale-fact", message, advice)
    if type(due) is date and type(since) is date and due < since:
        line = document.line("facts", name, "review_by")
        yield error(FACTS, line, "dates", f"the fact {name!r} is to be reviewed before it was true", "Swap the dates.")


def _languages(source: Source, name: str, value: dict[Any, Any]) -> Iterator[Finding]:
    line = source.document.line("facts", name, "value")
    for language in value:
        if language not in LANGUAGES:
            advice = "One of " + ", ".join(LANGUAGES) + "."
            message = f"the fact {name!r} has an unknown language {language!r}"
            yield error(
                FACTS, source.document.line("facts", name, "value", language), "unknown-language", message, advice
            )
    if REFERENCE not in value:
        yield error(FACTS, line, "missing-key", f"the fact {name!r} has no value in {REFERENCE!r}", "Add `en:`.")


def _quoted(project: Project) -> set[str]:
    """Names that any text of any file of answers quotes."""
    found: set[str] = set()
    for source in project.of("domain", "answers"):
        found |= placeholders(source.text) | set(_conditions(source.text))
    return found


def _conditions(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith("{!"):
            yield stripped[2:].split("}")[0]
