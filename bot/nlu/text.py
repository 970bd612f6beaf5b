"""One place where the text of a message is made comparable.

Three functions, each pure: `normalise` for the classifiers, `fold` for look-ups that ignore case
and accents, and `aligned` for look-ups that must point back into the original text.
"""

import html
import re
import unicodedata
from functools import lru_cache

from bot.nlu.twins import unmixed

RAW_LIMIT = 1200
"""Characters of a message that are looked at; what lies between head and tail is skipped."""

LENGTH_LIMIT = 300
"""Characters that remain after normalising."""

_ZERO_WIDTH = "\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\ufeff"
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069"
_TATWEEL = "\u0640"
_LAST_DIGIT = 0x1FC00
_APOSTROPHES = "\u2018\u2019\u02bc\u02bb\u02b9\u055a\u00b4\u0060\u2032"
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--.{0,200}?-->", re.DOTALL)
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")
_REPEATED_MARK = re.compile(r"([^\w\s])\1{3,}")
_SPACE = re.compile(r"\s+")
_SPACE_IN_LINE = re.compile(r"[^\S\n]+")


def _digits() -> dict[int, str]:
    """Every decimal digit of every script, as ASCII."""
    return {
        code: str(unicodedata.digit(chr(code)))
        for code in range(0x80, _LAST_DIGIT)
        if unicodedata.category(chr(code)) == "Nd"
    }


_REMOVED: dict[int, str] = dict.fromkeys(map(ord, _ZERO_WIDTH + _BIDI + _TATWEEL), "")
_CHARACTERS: dict[int, str] = {
    **_digits(),
    **_REMOVED,
    **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
    # Persian and Arabic keyboards write the same letters with different codes.
    **dict.fromkeys(map(ord, "\u06cc\u0649\u06d2"), "\u064a"),
    ord("\u06a9"): "\u0643",
}


def normalise(text: str | None) -> str:
    """The text without tricks of encoding: composed, visible, one kind of digit, at most 300 characters.

    Case and accents stay.
    """
    return clip(clean(clip(text or "", RAW_LIMIT)), LENGTH_LIMIT)


@lru_cache(maxsize=4096)
def clean(text: str, keep_lines: bool = False) -> str:
    """Like `normalise`, at any length: for look-ups that must not miss the middle of a long message."""
    text = _without_html(text)
    text = unicodedata.normalize("NFKC", text.translate(_REMOVED)).translate(_CHARACTERS)
    text = unmixed(_ELONGATED.sub(r"\1", text))
    text = _REPEATED_MARK.sub(r"\1\1\1", text)
    space = _SPACE_IN_LINE if keep_lines else _SPACE
    return space.sub(" ", text).strip()


def _without_html(text: str) -> str:
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return text


def clip(text: str, limit: int) -> str:
    """At most `limit` characters: the beginning and, after a gap, the end, where questions stand."""
    if len(text) <= limit:
        return text
    tail = limit // 3
    beginning = text[: limit - tail - 1].rsplit(" ", 1)[0]
    return f"{beginning} {text[-tail:].split(' ', 1)[-1]}"


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case, no accents, no vowel marks: for comparing, not for showing."""
    return "".join(_fold_character(character) for character in text)


def aligned(text: str, limit: int = RAW_LIMIT) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters, the position it came from in `text`.

    Only the first `limit` characters are read, so that the positions stay true.
    """
    characters: list[str] = []
    origins: list[int] = []
    for position, character in enumerate(text[:limit]):
        for piece in _fold_character(character):
            characters.append(piece)
            origins.append(position)
    return "".join(characters), origins


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    composed = unicodedata.normalize("NFKC", character).translate(_CHARACTERS).casefold()
    parts = unicodedata.normalize("NFD", composed)
    return "".join(part for part in parts if unicodedata.category(part) != "Mn").translate(_LETTERS)


_LETTERS: dict[int, str] = {
    ord("\u0131"): "i",  # dotless i: typed as i on most keyboards
    ord("\u0629"): "\u0647",  # teh marbuta: typed as heh
    ord("\u0111"): "d",
    ord("\u0142"): "l",
    ord("\u00f8"): "o",
    ord("\u00e6"): "ae",
    ord("\u0153"): "oe",
}


def has_words(text: str) -> bool:
    """Whether the text holds a letter or a digit: not only emoji, marks or nothing."""
    return any(character.isalnum() for character in text)
