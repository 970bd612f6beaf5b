"""Words with which people name days and times, found in their text; the words are in `day_words.yml`."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("day_words.yml")
_SHARED = "shared"
_NOT_BEHIND_A_LETTER = r"(?<![^\W\d_])"
_NOT_BEFORE_A_LETTER = r"(?![^\W\d_])"
_BEHIND_A_NUMBER = r"(?<=\d)[-'\s]*"
_BEFORE_A_NUMBER = r"(?=\s*\d)"
_GAP = r"[\s\-]*"


@dataclass(frozen=True)
class Mark:
    """Something that speaks of time in a text: what it may be, its place, and what its digits say.

    `kinds` are rows of the table, or `number`, `clock` and `date` for digits. `number` is a value,
    `clock` hour and minute, `date` day, month and perhaps year.
    """

    kinds: frozenset[str]
    start: int
    end: int
    number: int | None = None
    clock: tuple[int, int] | None = None
    date: tuple[int, int | None, int | None] | None = None


def plain(text: str) -> str:
    """The text in lower case with ordinary digits, without marks that nobody sees."""
    text = unicodedata.normalize("NFKC", text).casefold()
    composed = unicodedata.normalize("NFC", text.translate(_SIMPLER))
    return "".join(_digit(letter) for letter in composed if unicodedata.category(letter) not in ("Mn", "Cf"))


def fold(text: str) -> str:
    """`plain` text without accents and spelling variants; every letter keeps its place."""
    return "".join(_folded(letter) for letter in text)


class Vocabulary:
    """The words of one language."""

    def __init__(self, language: str, rows: dict[str, Any]) -> None:
        self.language = language
        self.counts_from_six = bool(rows.pop("counts_from_six", False))
        self._kinds: dict[str, set[str]] = {}
        self._numbers: dict[str, int] = {}
        for entry, kind, number in _entries(rows):
            self._kinds.setdefault(entry, set()).add(kind)
            if number is not None:
                self._numbers[entry] = number
        # Of two phrases that begin at the same place the longer one counts.
        self._order = sorted(self._kinds, key=lambda entry: (-len(entry.strip("+#")), "+" in entry, entry))
        self._pattern = re.compile("|".join(f"({_expression(entry)})" for entry in self._order))

    def marks(self, folded: str) -> list[Mark]:
        """The words in a folded text, in their order."""
        return [self._mark(match) for match in self._pattern.finditer(folded)]

    def _mark(self, match: re.Match[str]) -> Mark:
        entry = self._order[(match.lastindex or 1) - 1]
        # A word on its own may also be one that elsewhere is glued to others: "morgen", "Montagmorgen".
        related = (entry, f"+{entry}", f"{entry}+", f"+{entry}+")
        kinds = frozenset().union(*(self._kinds.get(spelling, ()) for spelling in related))
        return Mark(kinds, match.start(), match.end(), self._numbers.get(entry))


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of a language together with those every language shares."""
    table = _table()
    rows: dict[str, Any] = dict(table.get(language, {}))
    for kind, entries in table[_SHARED].items():
        rows[kind] = [*entries, *rows.get(kind, [])]
    return Vocabulary(language, rows)


@cache
def _table() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text("utf-8"))
    return table


def _entries(rows: dict[str, Any]) -> Iterator[tuple[str, str, int | None]]:
    for kind, entries in rows.items():
        for place, entry in enumerate(entries, start=1):
            for spelling in [entry] if isinstance(entry, str) else entry:
                yield fold(plain(spelling)), kind, place if kind == "numbers" else None


def _expression(entry: str) -> str:
    bare = entry.strip("+#")
    if entry.startswith("#"):
        before, bare = _BEHIND_A_NUMBER, bare.lstrip("-' ")
    else:
        before = "" if entry.startswith("+") else _NOT_BEHIND_A_LETTER
    words = _GAP.join(re.escape(word) for word in re.split(r"[\s\-]+", bare))
    if entry.endswith("#"):
        return f"{before}{words}{_BEFORE_A_NUMBER}"
    return f"{before}{words}{'' if entry.endswith('+') else _NOT_BEFORE_A_LETTER}"


_SIMPLER = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u02bb\u055a\u00b4\u0060\u2032"), "'") | dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212~"), "-"
)
# Letters that look or sound alike and are typed for one another.
_ALIKE = str.maketrans("ıیىکةۀөү", "iييكههоу")
_ETHIOPIC = ((0x1210, 0x1200), (0x1280, 0x1200), (0x1220, 0x1230), (0x12D0, 0x12A0), (0x1340, 0x1338))
_ORDERS = 7


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


@cache
def _folded(letter: str) -> str:
    code = ord(letter)
    for first, replacement in _ETHIOPIC:
        if first <= code < first + _ORDERS:
            code = replacement + code - first
    # The first and the fourth order of "ha" and "a" sound the same.
    code = {0x1203: 0x1200, 0x12A3: 0x12A0}.get(code, code)
    return unicodedata.normalize("NFKD", chr(code))[0].translate(_ALIKE)
