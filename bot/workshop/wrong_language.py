"""Examples that stand under another language than they are written in.

The words themselves are witnesses, by the languages in whose other examples they stand; where they alone do not
suffice, py3langid has to agree. Short examples, and those that mix languages, are left alone.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bot.domain.language import LANGUAGES
from bot.nlu.language_id import CANDIDATES, identify
from bot.nlu.scripts import CYRILLIC, LATIN, script_of
from bot.nlu.text import fold, normalise
from bot.workshop.examples import Example
from bot.workshop.finding import Finding, error

FEWEST_WORDS = 4
SURE_ALONE, SURE_TOGETHER = 18.0, 6.0
"""How much likelier the other language must be by its words, as a logarithm: without and with the second witness."""
ALSO_SURE = 0.8
_KNOWN_WORDS = 8
"""One word in so many may be unknown to the other language."""
_SMOOTHING = 0.05
_NO_LANGUAGE = frozenset({"oos_gibberish"})
# Romanian is written so in Transnistria.
_ALSO = {CYRILLIC: ("ro",)}
_ALIKE = ({"ti", "am"}, {"ru", "uk"}, {"fa", "ps"})
_CODES = list(LANGUAGES)


class _Counts:
    """How often each word stands in examples of each language."""

    def __init__(self, rows: dict[str, int], table: NDArray[np.float32]) -> None:
        self._rows = rows
        self._table = table
        self._known: dict[tuple[str, int], NDArray[np.float32]] = {}

    def chances(self, words: list[str], own: int) -> NDArray[np.float32]:
        """Logarithm of each language's chance, the example itself not counted."""
        total = np.zeros(len(_CODES), dtype=np.float32)
        for word in words:
            found = self._known.get((word, own))
            if found is None:
                found = self._known[word, own] = self._chance(word, own)
            total += found
        return total

    def strange(self, words: list[str], language: int) -> int:
        """How many of the words no example of a language has."""
        return sum(1 for word in words if not self._table[self._rows[word], language])

    def _chance(self, word: str, own: int) -> NDArray[np.float32]:
        counts = self._table[self._rows[word]].copy()
        counts[own] = max(counts[own] - 1, 0)
        shares = counts + _SMOOTHING
        chances: NDArray[np.float32] = np.log(shares / shares.sum())
        return chances


def wrong_language(examples: list[Example]) -> Iterator[Finding]:
    """Examples that are surely of another language than their block says."""
    marked = [each for each in examples if each.language in LANGUAGES and each.intent not in _NO_LANGUAGE]
    listed = [_words(example.text) for example in marked]
    counts = _count(marked, listed)
    for example, words in zip(marked, listed, strict=True):
        if example.excused:
            continue
        other = _script(example) or _surely_other(example, words, counts)
        if other:
            names = f"{LANGUAGES[other].name} ({other}), not {LANGUAGES[example.language].name} ({example.language})"
            advice = (
                f"Move it to the block of {other}. If people of {example.language} write so, give it a block of its "
                "own with `metadata: {language: " + example.language + ', other_language: "why"}`.'
            )
            message = f"«{example.text[:60]}» is {names}"
            yield error(example.file, example.line, "wrong-language", message, advice)


def _words(text: str) -> list[str]:
    return [word for word in fold(normalise(text)).split() if any(letter.isalpha() for letter in word)]


def _count(examples: list[Example], listed: list[list[str]]) -> _Counts:
    rows: dict[str, int] = {}
    places: dict[tuple[int, int], int] = defaultdict(int)
    for example, words in zip(examples, listed, strict=True):
        for word in set(words):
            places[rows.setdefault(word, len(rows)), _CODES.index(example.language)] += 1
    table = np.zeros((len(rows), len(_CODES)), dtype=np.float32)
    for (row, column), count in places.items():
        table[row, column] = count
    return _Counts(rows, table)


def _script(example: Example) -> str | None:
    """The language of a script in which the block's language is never written. Everybody types Latin letters."""
    if len(example.text.split()) < 2:  # noqa: PLR2004 - one word may be a name
        return None
    script = script_of(example.text).name
    candidates = CANDIDATES.get(script, ())
    if script == LATIN or not candidates or example.language in (*candidates, *_ALSO.get(script, ())):
        return None
    return identify(example.text).language


def _surely_other(example: Example, words: list[str], counts: _Counts) -> str | None:
    if len(words) < FEWEST_WORDS:
        return None
    own = _CODES.index(example.language)
    chances = counts.chances(words, own)
    best = int(np.argmax(chances))
    if counts.strange(words, best) * _KNOWN_WORDS > len(words):
        return None  # Two languages in one message, as people write.
    margin = chances[best] - chances[own]
    if best == own or margin < SURE_TOGETHER or {_CODES[best], example.language} in _ALIKE:
        return None
    if margin >= SURE_ALONE:
        return _CODES[best]
    guess = identify(example.text)
    return guess.language if guess.language == _CODES[best] and guess.confidence >= ALSO_SURE else None
