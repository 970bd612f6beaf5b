"""The notation of the method table: `chat_id! int|str, name! str 1-128, entities [MessageEntity]`.

A name, `!` when required, the accepted types joined by `|` (square brackets make an array), and the
length limits in characters or items.
"""

import re
from dataclasses import dataclass

_FIELD = re.compile(r"(?P<name>\w+)(?P<required>!?) (?P<types>[\w|\[\]]+)(?: (?P<low>\d+)-(?P<high>\d+))?")


@dataclass(frozen=True)
class Field:
    """One parameter of a method, or one field of an object."""

    name: str
    types: tuple[str, ...]
    required: bool = False
    limits: tuple[int, int] | None = None


Fields = dict[str, Field]


def fields(*notations: str) -> Fields:
    """The fields written in the notations; a notation that cannot be read raises ValueError."""
    found: Fields = {}
    for text in ", ".join(notation for notation in notations if notation).split(","):
        if text.strip():
            field = _field(text.strip())
            found[field.name] = field
    return found


def words(text: str) -> frozenset[str]:
    """The words of a list written with spaces."""
    return frozenset(text.split())


def _field(text: str) -> Field:
    match = _FIELD.fullmatch(text)
    if match is None:
        raise ValueError(f"unreadable field: {text!r}")
    # Text is the last resort: "7" given for int|str is a number.
    types = sorted(match["types"].split("|"), key=lambda name: name == "str")
    limits = (int(match["low"]), int(match["high"])) if match["low"] else None
    return Field(match["name"], tuple(types), bool(match["required"]), limits)
