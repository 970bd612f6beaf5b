"""Phrases with stars and gaps, looked up in a text word by word; a thousand cost what one does."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.nlu.text import fold

GAP = "..."
_LARGEST_GAP = 4
_LONGEST_KEY = 3  # words with a star are kept under so many of their first letters
_WORD = re.compile(r"\w+")
_PART = re.compile(r"\.\.\.|\*?\w+\*?")
# Arabic writes "and", "so", "by", "for" onto the next word.
_ARABIC_BEGINNINGS = "وفبل"
_SHORTEST_ARABIC = 4


_Entry = tuple[str, str, list[str]]


@dataclass(frozen=True)
class Match:
    """The phrase as it stands in the table, its label, and the words it covered: from `first` up to `last`."""

    label: str
    phrase: str
    first: int
    last: int


def split_words(text: str) -> list[str]:
    """The folded words of a text."""
    return _WORD.findall(fold(text))


class Phrases:
    """Labelled phrases. `*` stands for any ending or beginning of a word, `...` for up to four words.

    All are looked up in one pass: give every list of phrases its label rather than an index of its own.
    """

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._by_word: dict[str, list[_Entry]] = {}
        self._by_start: dict[str, list[_Entry]] = {}
        self._by_end: list[_Entry] = []
        for label, phrase in phrases:
            parts = _PART.findall(fold(phrase))
            if parts:
                self._add((label, phrase.strip(), parts))

    def _add(self, entry: _Entry) -> None:
        first = entry[2][0]
        if first.startswith("*"):
            self._by_end.append(entry)
        elif first.endswith("*"):
            self._by_start.setdefault(first[:-1][:_LONGEST_KEY], []).append(entry)
        else:
            self._by_word.setdefault(first, []).append(entry)

    def all(self, words: list[str]) -> list[Match]:
        """Every phrase found, in the order of the text."""
        found = []
        # Long messages repeat their words.
        beginnings = {word: self._beginning_with(word) for word in set(words)}
        for position, word in enumerate(words):
            for label, phrase, parts in beginnings[word]:
                last = _end_of_match(words, position, parts)
                if last is not None:
                    found.append(Match(label, phrase, position, last))
        return found

    def _beginning_with(self, word: str) -> list[_Entry]:
        candidates = list(self._by_end)
        for form in _forms(word):
            candidates += self._by_word.get(form, [])
            for length in range(1, min(len(form), _LONGEST_KEY) + 1):
                candidates += self._by_start.get(form[:length], [])
        return candidates


def _forms(word: str) -> tuple[str, ...]:
    if len(word) >= _SHORTEST_ARABIC and word[0] in _ARABIC_BEGINNINGS:
        return word, word[1:]
    return (word,)


def _end_of_match(words: list[str], position: int, parts: list[str]) -> int | None:
    """Where the phrase ends when it begins at `position`; None when it is not there."""
    if not parts:
        return position
    if parts[0] == GAP:
        for skipped in range(_LARGEST_GAP + 1):
            end = _end_of_match(words, position + skipped, parts[1:])
            if end is not None:
                return end
        return None
    if position < len(words) and _fits(words[position], parts[0]):
        return _end_of_match(words, position + 1, parts[1:])
    return None


def _fits(word: str, part: str) -> bool:
    bare = part.strip("*")
    for form in _forms(word):
        if part.startswith("*"):
            fits = form.endswith(bare)
        elif part.endswith("*"):
            fits = form.startswith(bare)
        else:
            fits = form == bare
        if fits:
            return True
    return False
