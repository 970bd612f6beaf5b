"""Latin and Cyrillic letters that look alike: a word that mixes the scripts is read in the one it is meant in."""

import re

_LATIN = "aceopxyijshABEKMHOPCTYXIJS"
_CYRILLIC = "асеорхуіјѕһАВЕКМНОРСТУХІЈЅ"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_MIXED = re.compile(r"\w*(?:[a-zA-Z][\u0400-\u04ff]|[\u0400-\u04ff][a-zA-Z])\w*")


def unmixed(text: str) -> str:
    """The text with each mixed word in one script, where the letters allow it."""
    return _MIXED.sub(lambda match: _in_one_script(match[0]), text)


def _in_one_script(word: str) -> str:
    latin, cyrillic = word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC)
    whole = [form for form in (latin, cyrillic) if not (_has(form, "a", "z") and _has(form, "\u0400", "\u04ff"))]
    if len(whole) != len({latin, cyrillic}):
        return whole[0] if whole else word
    letters = sum("a" <= letter <= "z" for letter in word.lower())
    return latin if 2 * letters >= len(word) else cyrillic


def _has(word: str, first: str, last: str) -> bool:
    return any(first <= letter <= last for letter in word.lower())
