"""Which script a message is written in, and which of our languages use it."""

from typing import NamedTuple

LATIN, CYRILLIC, ARABIC, GEORGIAN, ARMENIAN, ETHIOPIC, OTHER = (
    "latin",
    "cyrillic",
    "arabic",
    "georgian",
    "armenian",
    "ethiopic",
    "other",
)

_RANGES: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x024F, LATIN),
    (0x0400, 0x052F, CYRILLIC),
    (0x0530, 0x058F, ARMENIAN),
    (0x0600, 0x077F, ARABIC),
    (0x08A0, 0x08FF, ARABIC),
    (0x10A0, 0x10FF, GEORGIAN),
    (0x1200, 0x139F, ETHIOPIC),
    (0x1C90, 0x1CBF, GEORGIAN),
    (0x1E00, 0x1EFF, LATIN),
    (0x2D00, 0x2D2F, GEORGIAN),
    (0x2D80, 0x2DDF, ETHIOPIC),
    (0xAB00, 0xAB2F, ETHIOPIC),
    (0xFB13, 0xFB17, ARMENIAN),
    (0xFB50, 0xFDFF, ARABIC),
    (0xFE70, 0xFEFE, ARABIC),
)

# A Latin word inside another script is mostly a name (IOM, Fedasil): it counts less.
_LATIN_WEIGHT = 0.4


class Script(NamedTuple):
    """The script most letters belong to, and their number."""

    name: str
    letters: int


def script_of(text: str) -> Script:
    """The dominant script of a text; no letters gives `OTHER` with 0."""
    counts: dict[str, int] = {}
    for character in text:
        if character.isalpha():
            name = _script_of_letter(ord(character))
            counts[name] = counts.get(name, 0) + 1
    if not counts:
        return Script(OTHER, 0)
    name = max(counts, key=lambda key: counts[key] * (_LATIN_WEIGHT if key == LATIN else 1.0))
    return Script(name, counts[name])


def _script_of_letter(code: int) -> str:
    for first, last, name in _RANGES:
        if first <= code <= last:
            return name
    return OTHER
