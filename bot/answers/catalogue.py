"""Every text the assistant can say, in every language it has."""

from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.answers.facts import Facts, read_facts
from bot.answers.fill import fill
from bot.answers.plural import with_plurals
from bot.answers.yaml_reader import Document, read_yaml
from bot.domain.errors import AnswerNotFound
from bot.domain.language import LANGUAGES, REFERENCE

STATUSES = ("written", "reviewed")
COMPLETE = 0.9


@dataclass(frozen=True)
class Text:
    """One text in one language; `reviewed_by` and `reviewed_on` belong to the status `reviewed`."""

    text: str
    status: str = "written"
    reviewed_by: str = ""
    reviewed_on: date | None = None
    line: int = 0


@dataclass(frozen=True)
class Edition:
    """All texts of one language."""

    language: str
    file: str
    texts: Mapping[str, Text]
    buttons: Mapping[str, str]


@dataclass
class Catalogue:
    """Texts by key and language, the facts they quote, and the shape (buttons, venue) English gives each answer.

    `missing` counts, per (language, key), how often a text had to be taken from another language.
    """

    reference: Mapping[str, dict[str, Any]]
    editions: Mapping[str, Edition]
    facts: Facts
    constants: Mapping[str, object] = field(default_factory=dict)
    missing: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def languages(self) -> list[str]:
        """Codes of the languages that have an edition, in the order of service."""
        return [code for code in LANGUAGES if code in self.editions]

    def text(self, key: str, language: str, second: str | None = None, **values: object) -> str:
        """A filled text. Falls back to the second language, then to the reference. Raises `AnswerNotFound`."""
        edition, text = self.source(key, language, second)
        if edition != language:
            self.missing[language, key] += 1
        known = {**self.facts.values(edition), **self.constants, **values}
        return fill(with_plurals(text.text, known, edition), known, self.facts.by_id.keys())

    def answer(self, key: str, language: str, second: str | None = None, **values: object) -> dict[str, Any]:
        """A whole answer as Rasa knows it: text, buttons with titles in the language, custom parts."""
        answer = deepcopy(self.reference.get(key, {}))
        answer["text"] = self.text(key, language, second, **values)
        for button in answer.get("buttons", []):
            button["title"] = self.title(button, language, second)
        return answer

    def title(self, button: Mapping[str, Any], language: str, second: str | None = None) -> str:
        """The title of a button in a language."""
        payload = str(button.get("payload") or button.get("url"))
        for code in (language, second, REFERENCE):
            edition = self.editions.get(code) if code else None
            if edition and payload in edition.buttons:
                return edition.buttons[payload]
        self.missing[language, payload] += 1
        return str(button.get("title", ""))

    def source(self, key: str, language: str, second: str | None = None) -> tuple[str, Text]:
        """The language that a text is taken from, and the text as it is kept. Raises `AnswerNotFound`."""
        for code in (language, second, REFERENCE):
            edition = self.editions.get(code) if code else None
            if edition and key in edition.texts:
                return edition.language, edition.texts[key]
        raise AnswerNotFound(key)

    def is_partial(self, language: str) -> bool:
        """Whether more than one text in ten is missing in a language, so that a second one is needed."""
        edition = self.editions.get(language)
        there = len(edition.texts.keys() & self.reference.keys()) if edition else 0
        return there < COMPLETE * len(self.reference)


def read_catalogue(root: Path, constants: Mapping[str, object] | None = None) -> Catalogue:
    """The catalogue of a project folder. Raises `InvalidFile` naming file and line."""
    domain = read_yaml(root / "domain.yml", root)
    responses = domain.content.get("responses") if isinstance(domain.content, dict) else None
    if not isinstance(responses, dict):
        raise domain.fault("needs a mapping under `responses:`")
    reference = {key: _first(domain, key, variations) for key, variations in responses.items()}
    editions = {}
    for path in sorted((root / "data" / "answers").glob("*.yml")):
        edition = _edition(read_yaml(path, root))
        editions[edition.language] = edition
    english = editions.get(REFERENCE)
    editions[REFERENCE] = Edition(
        REFERENCE,
        domain.file,
        {key: Text(answer.get("text", ""), line=domain.line("responses", key)) for key, answer in reference.items()},
        english.buttons if english else {},
    )
    return Catalogue(reference, editions, read_facts(root / "data" / "facts.yml", root), constants or {})


def _first(domain: Document, key: str, variations: Any) -> dict[str, Any]:
    if not isinstance(variations, list) or not variations or not isinstance(variations[0], dict):
        raise domain.fault(f"{key}: needs a list with one answer", "responses", key)
    return dict(variations[0])


def _edition(document: Document) -> Edition:
    content = document.content
    language = content.get("language") if isinstance(content, dict) else None
    if language not in LANGUAGES:
        raise document.fault("`language:` must be one of " + ", ".join(LANGUAGES), "language")
    defaults = content.get("defaults") or {}
    texts = {key: _text(document, key, entry, defaults) for key, entry in (content.get("answers") or {}).items()}
    buttons = content.get("buttons") or {}
    for payload, title in buttons.items():
        if not isinstance(title, str) or not title.strip():
            raise document.fault(f"the button {payload!r} has no title", "buttons", payload)
    return Edition(language, document.file, texts, buttons)


def _text(document: Document, key: str, entry: Any, defaults: Mapping[str, Any]) -> Text:
    held = {**defaults, **(entry if isinstance(entry, dict) else {"text": entry})}
    text = held.get("text")
    if not isinstance(text, str) or not text.strip():
        raise document.fault(f"{key}: has no text", "answers", key)
    status = held.get("status", "written")
    if status not in STATUSES:
        raise document.fault(f"{key}: status must be written or reviewed", "answers", key)
    if status == "reviewed" and not (held.get("reviewer") and isinstance(held.get("date"), date)):
        raise document.fault(f"{key}: a reviewed text needs `reviewer:` and `date:`", "answers", key)
    return Text(text, status, str(held.get("reviewer", "")), held.get("date"), document.line("answers", key))
