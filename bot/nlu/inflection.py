"""Finds the name inside an inflected word: "грузию" → "грузия", "turkiyeye" → "turkiye"."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot.nlu.scripts import script_of
from bot.nlu.tables import load_table
from bot.nlu.text import fold

_LONGEST_ENDING = 7
_ARTICLE = "ال"
_MOST_VOWELS = 2  # that a name loses before an ending: Росси|я, Росс|ия


@dataclass(frozen=True)
class Rules:
    """How words change in one script."""

    stem: int
    vowels: str
    endings: frozenset[str]
    beginnings: tuple[str, ...]


@cache
def rules_for(script: str) -> Rules | None:
    """The rules of a script; None where words do not change."""
    entry = load_table("endings").get(script)
    if entry is None:
        return None
    endings = frozenset(fold(ending) for ending in str(entry["endings"]).split())
    beginnings = tuple(sorted(map(fold, str(entry["beginnings"]).split()), key=len, reverse=True))
    return Rules(int(entry["stem"]), fold(str(entry["vowels"])), endings, beginnings)


class Lexemes:
    """The words that names are made of, each found under its inflected forms too."""

    def __init__(self, words: Iterable[str], whole_names: Iterable[str] = ()) -> None:
        self._words = frozenset(words)
        self._stems: dict[str, str] = {}
        # A word that is a name by itself is likelier meant than one that is only part of a name.
        whole = frozenset(whole_names)
        for word in sorted(self._words, key=lambda word: (word not in whole, word)):
            self._add_stems(word)

    def _add_stems(self, word: str) -> None:
        rules = rules_for(script_of(word).name)
        if rules is None:
            return
        for dropped in range(_MOST_VOWELS + 1):
            stem = word[: len(word) - dropped]
            if len(stem) < rules.stem or word[len(stem) :].strip(rules.vowels):
                return
            self._stems.setdefault(stem, word)

    def base(self, word: str) -> str | None:
        """The word of the list that this word is a form of; None when it is no form of any."""
        if word in self._words:
            return word
        rules = rules_for(script_of(word).name)
        if rules is None:
            return None
        return self._by_ending(word, rules) or self._by_beginning(word, rules)

    def _by_beginning(self, word: str, rules: Rules) -> str | None:
        for beginning in rules.beginnings:
            rest = word[len(beginning) :]
            if not word.startswith(beginning) or len(rest) < rules.stem:
                continue
            if rest in self._words:
                return rest
            # A joined preposition swallows the article: "lil-maghrib" is "li" and "al-maghrib".
            if len(beginning) > 1 and beginning.endswith(_ARTICLE[-1]) and _ARTICLE + rest in self._words:
                return _ARTICLE + rest
            found = self._by_ending(rest, rules)
            if found:
                return found
        return None

    def _by_ending(self, word: str, rules: Rules) -> str | None:
        for cut in range(len(word) - 1, max(rules.stem, len(word) - _LONGEST_ENDING) - 1, -1):
            base = self._stems.get(word[:cut])
            if base is not None and word[cut:] in rules.endings:
                return base
        return None
