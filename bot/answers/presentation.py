"""What is added to the answer of a topic: where it comes from, whether it was checked, and the way to the reference."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.answers.catalogue import Catalogue
from bot.domain.language import LANGUAGES, REFERENCE

REFERENCES = (REFERENCE, "fr")
"""Languages in which the office itself writes: an answer can be compared with them."""
MOST_BUTTONS = 4
FROM_EACH = 2
_CALL = "/callback_request"

Answer = dict[str, Any]
Button = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """Who reads an answer: their language, and the one for what is missing in it."""

    language: str
    second: str | None = None


def annotate(catalogue: Catalogue, key: str, reader: Reader, answer: Answer) -> None:
    """Add a line when the text is in another language than the reader's, and one when nobody checked it yet.

    English is the reference and carries no note.
    """
    language, text = catalogue.source(key, reader.language, reader.second)
    parts = [answer["text"]]
    if language != reader.language:
        name = LANGUAGES[language].name
        parts.insert(
            0,
            catalogue.text("utter_only_in_other", reader.language, reader.second, only_language=f"\u2068{name}\u2069"),
        )
    if language != REFERENCE and text.status != "reviewed":
        parts.append(catalogue.text("utter_unreviewed_note", reader.language, reader.second))
        answer["buttons"] = [*(answer.get("buttons") or []), _to_reference(key, reader)]
    answer["text"] = "\n\n".join(parts)


def show_reference(catalogue: Catalogue, key: str, language: str, reader: Reader, values: dict[str, Any]) -> Answer:
    """An answer in one of the reference languages; its buttons stay in the reader's."""
    answer = catalogue.answer(key, reader.language, reader.second, **values)
    answer["text"] = catalogue.text(key, language, None, **values)
    others = [_reference_button(key, other) for other in REFERENCES if other not in (language, reader.language)]
    answer["buttons"] = [*(answer.get("buttons") or []), *others]
    return answer


def joined_buttons(catalogue: Catalogue, first: str, second: str, reader: Reader) -> list[Button]:
    """The buttons under the second of two answers: some of each, none twice, none that asks what was just answered."""
    kept: dict[str, Button] = {}
    for topic in (first, second):
        offered = {_aim(button): button for button in catalogue.reference[f"utter_{topic}"].get("buttons") or []}
        new = [aim for aim in offered if aim not in {f"/{first}", f"/{second}", _CALL, *kept}]
        kept |= {aim: offered[aim] for aim in new[:FROM_EACH]}
        if _CALL in offered:
            kept[_CALL] = offered[_CALL]
    last = [kept.pop(_CALL)] if _CALL in kept else []
    chosen = [*list(kept.values())[: MOST_BUTTONS - len(last)], *last]
    return [{**button, "title": catalogue.title(button, reader.language, reader.second)} for button in chosen]


def _aim(button: Button) -> str:
    return str(button.get("payload") or button.get("url"))


def _to_reference(key: str, reader: Reader) -> Button:
    """One button; it opens the reference that the person is likelier to read."""
    offered: Sequence[str] = [language for language in REFERENCES if language != reader.language]
    first = reader.second if reader.second in offered else offered[0]
    title = " / ".join(LANGUAGES[language].name for language in offered)
    return {**_reference_button(key, str(first)), "title": title}


def _reference_button(key: str, language: str) -> Button:
    entities = json.dumps({"answer": key, "language": language})
    return {"title": LANGUAGES[language].name, "payload": f"/show_reference{entities}"}
