"""The names that entities are found by: countries, languages, places, each with its value.

Names come from the Unicode CLDR in all twenty languages and from the tables beside the code.
"""

import re
from dataclasses import dataclass

from bot.nlu.language_id import LANGUAGES
from bot.nlu.tables import load_table
from bot.nlu.text import fold

COUNTRY, LANGUAGE, PLACE = "country", "language", "place"

_WORD = re.compile(r"\w+")
_PARENTHESES = re.compile(r"[(（].*?[)）]")
_OFFICE_COUNTRIES = frozenset({"BE", "LU"})  # these are places to us, not countries of return

# CLDR's territories that are not states: their names are everyday words ("Réunion", "Man", "Jersey").
_NOT_STATES = frozenset(
    "AC AI AQ AS AW AX BL BM BQ BV CC CK CP CQ CW CX DG EA EU EZ FK FO GF GG GI GL GP GS GU HM IC IM IO JE KY MF MO MP MQ "
    "MS NC NF NU PF PM PN PR QO RE SH SJ SX TA TC TF TK UM UN VG VI WF XA XB YT ZZ".split()
)
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
    return alphabetic and territory not in _NOT_STATES and territory not in _OFFICE_COUNTRIES


def _spellings(title: str) -> set[Words]:
    """A title as it stands and without what it says in brackets."""
    return {words for words in (words_of(title), words_of(_PARENTHESES.sub(" ", title))) if words}
