"""Words and letter groups of a text as numbered features, weighted by how telling they are.

Features are hashed, so that a model needs no vocabulary file; only the buckets seen in training
own a row of weights.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.nlu.text import fold

# Above U+2000, what is neither letter nor space is a symbol: arrows, emoji.
_WORD = re.compile(r"[^\W_]+|[?!]|(?=[^\w\s])[\u2000-\U0010ffff]")

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int32]


@dataclass(frozen=True)
class Grams:
    """Which features a text is cut into."""

    char_min: int = 2
    char_max: int = 5
    words: int = 2
    folded: bool = True

    def of(self, text: str, buckets: int) -> list[int]:
        """The buckets of a text's features: words, neighbouring words, letter groups within words."""
        prepared = fold(text) if self.folded else text.lower()
        words = _words(prepared)
        found = [number for word in words for number in _of_word(self, word, buckets)]
        if self.words > 1:
            found += [_number(f"w{left} {right}", buckets) for left, right in pairwise(words)]
        return found

    def letter_groups(self, padded: str) -> list[str]:
        """Every run of neighbouring letters of the lengths wanted."""
        size = len(padded)
        return [
            padded[start : start + length]
            for length in range(self.char_min, self.char_max + 1)
            for start in range(max(1, size - length + 1))
            if start + length <= size
        ]


@lru_cache(maxsize=2**16)
def _of_word(grams: Grams, word: str, buckets: int) -> tuple[int, ...]:
    """Words come again and again: each is cut once."""
    whole = [f"w{word}"] if grams.words else []
    return tuple(_number(gram, buckets) for gram in whole + grams.letter_groups(f" {word} "))


def _number(gram: str, buckets: int) -> int:
    return crc32(gram.encode()) % buckets


def _words(text: str) -> list[str]:
    """Words, question and exclamation marks, and symbols such as emoji, each by itself."""
    found: list[str] = _WORD.findall(text)
    return found


class Vectoriser:
    """Turns texts into tf-idf rows; knows only the buckets that training showed often enough."""

    def __init__(self, grams: Grams, buckets: int, row_of: IntArray, idf: FloatArray) -> None:
        self.grams = grams
        self.buckets = buckets
        self._row_of = row_of
        self._idf = idf

    @property
    def width(self) -> int:
        """How many features a row has."""
        return len(self._idf)

    @classmethod
    def fit(cls, texts: list[str], grams: Grams, buckets: int, min_count: int) -> tuple["Vectoriser", Any]:
        """Learn which buckets occur in at least `min_count` texts, and how rare each is.

        Gives the rows of these texts too, as one sparse matrix: cutting texts is what costs.
        """
        counted = [_counts(text, grams, buckets) for text in texts]
        frequency = np.zeros(buckets, dtype=np.int32)
        for seen, _ in counted:
            frequency[seen] += 1
        kept = np.flatnonzero(frequency >= min_count)
        row_of = np.full(buckets, -1, dtype=np.int32)
        row_of[kept] = np.arange(len(kept), dtype=np.int32)
        idf = np.log((1 + len(texts)) / (1 + frequency[kept])) + 1
        fitted = cls(grams, buckets, row_of, idf.astype(np.float32))
        return fitted, fitted._matrix([fitted._weighed(*counts) for counts in counted])

    def row(self, text: str) -> tuple[IntArray, FloatArray]:
        """The features of one text: row numbers and weights, of length 1 together."""
        return self._weighed(*_counts(text, self.grams, self.buckets))

    def _weighed(self, buckets: IntArray, times: FloatArray) -> tuple[IntArray, FloatArray]:
        found = self._row_of[buckets]
        known = found >= 0
        rows = found[known]
        values = times[known] * self._idf[rows]
        length = float(np.sqrt(values @ values))
        return rows, values / length if length else values

    def _matrix(self, rows: list[tuple[IntArray, FloatArray]]) -> Any:
        # Needed in training only; a serving process is spared it.
        from scipy.sparse import csr_matrix

        pointers = np.cumsum([0] + [len(columns) for columns, _ in rows])
        columns = np.concatenate([columns for columns, _ in rows])
        values = np.concatenate([values for _, values in rows])
        return csr_matrix((values, columns, pointers), shape=(len(rows), self.width), dtype=np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What must be stored, beside the settings."""
        return {"row_of": self._row_of, "idf": self._idf}


def _counts(text: str, grams: Grams, buckets: int) -> tuple[IntArray, FloatArray]:
    """The buckets of a text and how often it has each, softened by the logarithm."""
    counts = Counter(grams.of(text, buckets))
    times: FloatArray = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))).astype(np.float32)
    return np.fromiter(counts, np.int32, len(counts)), times
