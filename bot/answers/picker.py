"""Answers of the catalogue as staff look for them: by title and words they read, for a person who reads others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.answers.catalogue import Catalogue
from bot.answers.fill import placeholders
from bot.domain.language import REFERENCE

READ_BY_STAFF = (REFERENCE, "fr", "nl")
REPLIES = "utter_reply_"
MOST = 12
_PREFIX = "utter_"
_SHORTENED = 70
_TAG = re.compile(r"<[^<>]*>")
# Texts of forms, buttons, commands and notices: they answer no question.
_NOT_ANSWERS = re.compile(
    r"utter_(ask_|callback_|field_|topic_|invalid_|command_|handover_|duty_|reply_|bot_|forget_|yes$|no$|unsure"
    r"|button_|choose_language|language_|slow_down|group_|trouble|stopped|back_|welcome_|empty_|message_|unknown_"
    r"|phone_|foreign_|past_|start_choices|not_understood|\w+_received$)"
)


@dataclass(frozen=True)
class Choice:
    """An answer: its title for staff, its text as staff read it and as the person gets it."""

    key: str
    title: str
    for_staff: str
    for_person: str


def topic_label(catalogue: Catalogue, intent: str, language: str) -> str:
    """The title of an intent as its buttons bear it, else its name in words."""
    for code in (language, REFERENCE):
        title = catalogue.editions[code].buttons.get(f"/{intent}") if code in catalogue.editions else None
        if title:
            return title
    return intent.replace("_", " ")


def find_answers(catalogue: Catalogue, words: str, staff_language: str, person_language: str) -> list[Choice]:
    """Answers in which all words occur, those first that have them in their title."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    found = []
    for key in _answers(catalogue):
        titles = " ".join(_titles(catalogue, key)).casefold()
        if all(word in titles for word in wanted):
            found.append((0, key))
        elif all(word in f"{titles} {_texts(catalogue, key)}" for word in wanted):
            found.append((1, key))
    return [choice(catalogue, key, staff_language, person_language) for _, key in sorted(found)[:MOST]]


def suggested(catalogue: Catalogue, intents: Iterable[str], staff_language: str, person_language: str) -> list[Choice]:
    """The answers to what a message may have meant."""
    known = set(_answers(catalogue))
    keys = [f"{_PREFIX}{intent}" for intent in intents]
    return [choice(catalogue, key, staff_language, person_language) for key in keys if key in known]


def replies(catalogue: Catalogue, staff_language: str, person_language: str) -> list[Choice]:
    """The short replies, in the order of the file."""
    keys = [key for key in catalogue.reference if key.startswith(REPLIES)]
    return [choice(catalogue, key, staff_language, person_language) for key in keys]


def is_sendable(catalogue: Catalogue, key: str) -> bool:
    """Whether staff may send this text by its key."""
    return key in catalogue.reference and (key.startswith(REPLIES) or key in set(_answers(catalogue)))


def choice(catalogue: Catalogue, key: str, staff_language: str, person_language: str) -> Choice:
    """An answer as staff choose it."""
    read = staff_language if staff_language in READ_BY_STAFF else REFERENCE
    for_staff = catalogue.text(key, read)
    button = catalogue.editions[read].buttons.get(f"/{key.removeprefix(_PREFIX)}") if read in catalogue.editions else ""
    return Choice(key, button or _first_words(for_staff), for_staff, catalogue.text(key, person_language))


def _answers(catalogue: Catalogue) -> list[str]:
    filled = set(catalogue.facts.by_id) | set(catalogue.constants)
    return [
        key
        for key, answer in catalogue.reference.items()
        if not _NOT_ANSWERS.match(key) and placeholders(str(answer.get("text", ""))) <= filled
    ]


def _titles(catalogue: Catalogue, key: str) -> list[str]:
    payload = f"/{key.removeprefix(_PREFIX)}"
    editions = [catalogue.editions[code] for code in READ_BY_STAFF if code in catalogue.editions]
    return [edition.buttons.get(payload, "") for edition in editions] + [payload.replace("_", " ")]


def _texts(catalogue: Catalogue, key: str) -> str:
    return _TAG.sub("", " ".join(catalogue.text(key, code) for code in READ_BY_STAFF)).casefold()


def _first_words(text: str) -> str:
    plain = _TAG.sub("", text).replace("\n", " ").strip()
    return plain if len(plain) <= _SHORTENED else plain[:_SHORTENED].rsplit(" ", 1)[0] + "…"
