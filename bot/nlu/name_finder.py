"""Finds the names of a gazetteer in a text with spaCy's phrase matcher; the longest name wins."""

import re
from collections.abc import Iterator
from typing import Any

from bot.nlu.entity import Found
from bot.nlu.gazetteer import COUNTRY, LANGUAGE, Name, words_of
from bot.nlu.inflection import Lexemes
from bot.nlu.tables import load_table
from bot.nlu.text import aligned, fold

_WORD = re.compile(r"\w+")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FLAG_BASE = 0x1F1E6 - ord("A")
_OTHER = "_"


class NameFinder:
    """Built once from names; finding is safe from many threads' point of view: nothing changes."""

    def __init__(self, names: list[Name]) -> None:
        import spacy
        from spacy.matcher import PhraseMatcher

        self._vocabulary = spacy.blank("xx").vocab
        whole = {name.words[0] for name in names if len(name.words) == 1}
        self._lexemes = Lexemes({word for name in names for word in name.words}, whole)
        self._matcher = PhraseMatcher(self._vocabulary)
        self._meanings: dict[str, list[Name]] = {}
        for name in names:
            self._meanings.setdefault(" ".join(name.words), []).append(name)
        for key, meanings in self._meanings.items():
            self._matcher.add(key, [self._document(list(meanings[0].words))])
        self._cues = tuple(fold(cue) for cue in load_table("languages")["cues"])
        self._guards = {words_of(key): rule for key, rule in load_table("countries")["capital"].items()}

    def find(self, text: str, language: str | None) -> list[Found]:
        """Names and flags in the text; `language` settles words that are names only in some languages."""
        folded, origins = aligned(text)
        places = [match.span() for match in _WORD.finditer(folded)]
        words = [folded[start:end] for start, end in places]
        found = list(_flags(text))
        if not words:
            return found
        speech = any(cue in folded for cue in self._cues)
        for key, first, last in self._longest(words):
            start, end = origins[places[first][0]], origins[places[last - 1][1] - 1] + 1
            found += [
                Found(name.kind, name.value, start, end)
                for name in _meant(self._meanings[key], speech)
                if self._holds(name, words[first:last], text[start:end], language)
            ]
        return sorted(found, key=lambda entity: entity.start)

    def _longest(self, words: list[str]) -> Iterator[tuple[str, int, int]]:
        # Words that no name has are replaced: spaCy would remember each of them for ever.
        bases = [self._lexemes.base(word) or _OTHER for word in words]
        if all(base is _OTHER for base in bases):
            return
        document = self._document(bases)
        taken: set[int] = set()
        matches = sorted(self._matcher(document), key=lambda match: (match[1] - match[2], match[1]))
        for identity, first, last in matches:
            if taken.isdisjoint(range(first, last)):
                taken.update(range(first, last))
                yield self._vocabulary.strings[identity], first, last

    def _holds(self, name: Name, words: list[str], written: str, language: str | None) -> bool:
        """Whether an ambiguous word is meant as a name: capital letter and language decide."""
        if name.kind != COUNTRY:
            return True
        guard = self._guards.get(tuple(words))
        if guard is None:
            return True
        languages = guard.get("languages")
        return written[:1].isupper() and (not languages or language in languages)

    def _document(self, words: list[str]) -> Any:
        from spacy.tokens import Doc

        return Doc(self._vocabulary, words=words)


def _meant(names: list[Name], speech: bool) -> list[Name]:
    """Of a word that names a people and a language, the one that the rest of the text speaks of."""
    kinds = {name.kind for name in names}
    if {COUNTRY, LANGUAGE} <= kinds:
        unwanted = COUNTRY if speech else LANGUAGE
        return [name for name in names if name.kind != unwanted]
    return names


def _flags(text: str) -> Iterator[Found]:
    """Countries by their flag emoji, which is their code in special letters."""
    for match in _FLAG.finditer(text):
        code = "".join(chr(ord(letter) - _FLAG_BASE) for letter in match.group())
        yield Found(COUNTRY, code, *match.span())
