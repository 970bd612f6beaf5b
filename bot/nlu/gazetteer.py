"""The names that entities are found by: countries, languages, places, each with its value.

Names come from the Unicode CLDR in all twenty languages and from the tables beside the code.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.nlu.language_id import LANGUAGES
from bot.nlu.tables import load_table
from bot.nlu.text import fold

COUNTRY, LANGUAGE, PLACE = "country", "language", "place"

_WORD = re.compile(r"\w+")
_PARENTHESES = re.compile(r"[(（].*?[)）]")
_OFFICE_COUNTRIES = frozenset({"BE", "LU"})  # these are places to us, not countries of return

Words = tuple[str, ...]


@dataclass(frozen=True)
class Name:
    """One way to write a thing: its words, folded, and what it stands for."""

    words: Words
    kind: str
    value: str


def words_of(text: str) -> Words:
    """The folded words of a name; marks between them do not count."""
    return tuple(_WORD.findall(fold(text)))


def all_names() -> list[Name]:
    """Every name, once; where two things share one, our own tables win over CLDR."""
    found: dict[tuple[Words, str], Name] = {}
    never = {words_of(str(entry).replace("_", " ")) for entry in load_table("countries")["never"]}
    for name in [*_own_names(), *_official_names()]:
        if name.words and name.words not in never:
            found.setdefault((name.words, name.kind), name)
    return list(found.values())


def as_rows(names: list[Name]) -> list[list[str]]:
    """The names as plain values, for a JSON file."""
    return [[name.kind, name.value, *name.words] for name in names]


def from_rows(rows: list[list[str]]) -> list[Name]:
    """The names that `as_rows` wrote."""
    return [Name(tuple(words), kind, value) for kind, value, *words in rows]


def _own_names() -> list[Name]:
    tables = (
        (COUNTRY, load_table("countries")["names"]),
        (LANGUAGE, load_table("languages")["names"]),
        (PLACE, load_table("places")),
    )
    return [
        Name(words_of(spelling.replace("_", " ")), kind, value)
        for kind, table in tables
        for value, spellings in table.items()
        for spelling in [*str(spellings).split(), *([value] if kind == PLACE else [])]
    ]


def _official_names() -> list[Name]:
    from babel import Locale

    names = []
    for code in LANGUAGES:
        locale = Locale(code)
        for territory, title in locale.territories.items():
            if _is_state(territory):
                names += [Name(words, COUNTRY, territory) for words in _spellings(title)]
        for language in LANGUAGES:
            names += [Name(words, LANGUAGE, language) for words in _spellings(locale.languages.get(language, ""))]
    return names


def _is_state(territory: str) -> bool:
    alphabetic = len(territory) == 2 and territory.isalpha()  # noqa: PLR2004 - ISO 3166 alpha-2
    return alphabetic and territory not in _OFFICE_COUNTRIES and territory not in _not_states()


@lru_cache(maxsize=1)
def _not_states() -> frozenset[str]:
    return frozenset(str(load_table("countries")["not_states"]).split())


def _spellings(title: str) -> set[Words]:
    """A title as it stands and without what it says in brackets."""
    return {words for words in (words_of(title), words_of(_PARENTHESES.sub(" ", title))) if words}
