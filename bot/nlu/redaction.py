"""Takes personal data out of a message before people who train the assistant may read it.

What is found is replaced by a placeholder that says what stood there, so that the message still trains.
No rule finds every name; so only messages that were not understood are kept at all, and not for long.
"""

import re

from bot.nlu.contact_finder import EMAIL, PHONE, find_contacts
from bot.nlu.person_name import PERSON_NAME, find_person_name

PLACEHOLDERS = {EMAIL: "[email]", PHONE: "[phone]", PERSON_NAME: "[name]"}

_LINK = re.compile(r"\b(?:https?://|www\.|t\.me/)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@])@\w{4,32}\b")
# File, passport and register numbers: mixed with letters, spaces, points and strokes as people write them.
_NUMBER = re.compile(r"(?<!\w)[A-Z]{0,3}[-./]?\d(?:[-./ ]?\d){4,}[A-Z]{0,2}(?!\w)")


def redact(text: str) -> str:
    """The message with `[name]`, `[phone]`, `[email]`, `[link]`, `[handle]` and `[number]` in place of the data."""
    found = [entity for entity in find_contacts(text) if entity.kind in PLACEHOLDERS]
    person = find_person_name(text)
    if (
        person is not None
        and text[person.start - 1 : person.start] != "["
        and all(person.end <= each.start or person.start >= each.end for each in found)
    ):
        found.append(person)
    for entity in sorted(found, key=lambda each: -each.start):
        text = text[: entity.start] + PLACEHOLDERS[entity.kind] + text[entity.end :]
    text = _LINK.sub("[link]", text)
    text = _HANDLE.sub("[handle]", text)
    return _NUMBER.sub("[number]", text)
