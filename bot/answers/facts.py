"""Facts: values that answers quote by id, each with its source and dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from bot.answers.formats import describe_date
from bot.answers.yaml_reader import Document, read_yaml
from bot.domain.language import LANGUAGES, REFERENCE


class Confidence(Enum):
    """How well a fact is known; `UNVERIFIED` ones are not quoted."""

    SEED = "seed"
    CORROBORATED = "corroborated"
    SINGLE = "single"
    UNVERIFIED = "unverified"


@dataclass(frozen=True)
class Fact:
    """One fact. `values` by language, or under the reference alone when it is the same in all; empty when unknown."""

    id: str
    values: Mapping[str, str]
    source: str
    as_of: date
    review_by: date
    confidence: Confidence
    line: int
    note: str = ""

    def value(self, language: str) -> str:
        """The value in a language, else in the reference, else empty."""
        return self.values.get(language) or self.values.get(REFERENCE, "")


@dataclass(frozen=True)
class Facts:
    """All facts by id."""

    file: str = ""
    by_id: Mapping[str, Fact] = field(default_factory=dict)

    def __contains__(self, fact_id: object) -> bool:
        return fact_id in self.by_id

    def values(self, language: str) -> dict[str, str]:
        """Every fact's value in a language."""
        return {fact_id: fact.value(language) for fact_id, fact in self.by_id.items()}


def read_facts(path: Path, root: Path | None = None) -> Facts:
    """The facts of a file. Raises `InvalidFile` for the first fact that lacks something."""
    document = read_yaml(path, root)
    entries = document.content.get("facts") if isinstance(document.content, dict) else None
    if not isinstance(entries, dict):
        raise document.fault("needs a mapping under `facts:`")
    return Facts(document.file, {fact_id: _fact(document, fact_id, entry) for fact_id, entry in entries.items()})


def _fact(document: Document, fact_id: str, entry: Any) -> Fact:
    if not isinstance(entry, dict):
        raise document.fault(f"fact {fact_id!r} needs value, source, as_of, review_by and confidence", "facts", fact_id)
    for key in ("source", "as_of", "review_by", "confidence"):
        if not entry.get(key):
            raise document.fault(f"fact {fact_id!r} has no {key}", "facts", fact_id)
    if "value" not in entry:
        raise document.fault(f"fact {fact_id!r} has no value; write `value: null` when it is unknown", "facts", fact_id)
    return Fact(
        id=fact_id,
        values=_values(document, fact_id, entry["value"]),
        source=str(entry["source"]),
        as_of=_day(document, fact_id, "as_of", entry),
        review_by=_day(document, fact_id, "review_by", entry),
        confidence=_confidence(document, fact_id, entry),
        line=document.line("facts", fact_id),
        note=str(entry.get("note", "")),
    )


def _values(document: Document, fact_id: str, value: Any) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        return {REFERENCE: str(value)}
    for language in value:
        if language not in LANGUAGES:
            raise document.fault(f"fact {fact_id!r} has an unknown language {language!r}", "facts", fact_id, "value")
    if REFERENCE not in value:
        raise document.fault(f"fact {fact_id!r} has no value in {REFERENCE!r}", "facts", fact_id, "value")
    given = {language: str(text) for language, text in value.items() if text is not None}
    day = value[REFERENCE]
    # A day is written once; a language says it itself only where its sentences need another form.
    written = {language: describe_date(day, language) for language in LANGUAGES} if type(day) is date else {}
    return {**given, **written, **{language: text for language, text in given.items() if language != REFERENCE}}


def _day(document: Document, fact_id: str, key: str, entry: dict[str, Any]) -> date:
    day = entry[key]
    if type(day) is not date:
        raise document.fault(f"fact {fact_id!r}: {key} must be a date such as 2026-11-24", "facts", fact_id, key)
    return day


def _confidence(document: Document, fact_id: str, entry: dict[str, Any]) -> Confidence:
    try:
        return Confidence(entry["confidence"])
    except ValueError:
        known = ", ".join(level.value for level in Confidence)
        raise document.fault(
            f"fact {fact_id!r}: confidence must be one of {known}", "facts", fact_id, "confidence"
        ) from None
