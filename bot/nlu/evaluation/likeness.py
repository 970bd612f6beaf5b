"""Held-out messages that come too close to a training sentence: they would measure memory, not understanding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.nlu.text import fold, normalise

LIMIT = 0.8
"""Share of letter groups, or of words, that two texts may have in common (Jaccard)."""

FEWEST_WORDS = 5
"""From this length on, the same words in another order are the same sentence too."""

_GRAM = 3
_AT_ONCE = 100  # messages compared with all examples at once: a few megabytes each time

FloatArray = NDArray[np.float32]


@dataclass(frozen=True)
class Likeness:
    """A message, the training sentence it resembles, and how much (1 is the same)."""

    message: str
    example: str
    degree: float


def near_duplicates(messages: Sequence[str], examples: Sequence[str]) -> list[Likeness]:
    """The messages that come too close to an example, each with the one it is most like."""
    if not messages or not examples:
        return []
    ours, theirs = [plain(text) for text in messages], [plain(text) for text in examples]
    letters = overlaps([_letter_groups(text) for text in ours], [_letter_groups(text) for text in theirs])
    words = overlaps([_many_words(text) for text in ours], [_many_words(text) for text in theirs])
    found = []
    for message, by_letters, by_words in zip(messages, letters, words, strict=True):
        shares = np.maximum(by_letters, by_words)
        nearest = int(shares.argmax())
        if shares[nearest] >= LIMIT:
            found.append(Likeness(message, examples[nearest], float(shares[nearest])))
    return found


def plain(text: str) -> str:
    """Folded words with single spaces: case, accents and marks make no other sentence.

    A text without words (emoji, dots) stays as it is.
    """
    folded = fold(normalise(text))
    words = "".join(character if character.isalnum() else " " for character in folded).split()
    return " ".join(words) or folded


def overlaps(ours: Sequence[set[str]], theirs: Sequence[set[str]]) -> Iterator[FloatArray]:
    """For each of our sets, what it has in common with each of theirs, of what both hold together."""
    numbers: dict[str, int] = {}
    for pieces in [*ours, *theirs]:
        for piece in pieces:
            numbers.setdefault(piece, len(numbers))
    left, right = _matrix(ours, numbers), _matrix(theirs, numbers)
    sizes, their_sizes = np.diff(left.indptr), np.diff(right.indptr)
    turned = right.T.tocsr()
    for start in range(0, len(ours), _AT_ONCE):
        common = (left[start : start + _AT_ONCE] @ turned).toarray()
        for row, size in zip(common, sizes[start:], strict=False):
            yield row / np.maximum(1, size + their_sizes - row)


def _matrix(sets: Sequence[set[str]], numbers: dict[str, int]) -> Any:
    columns = [numbers[piece] for pieces in sets for piece in pieces]
    pointers = np.cumsum([0] + [len(pieces) for pieces in sets])
    return csr_matrix((np.ones(len(columns), np.float32), columns, pointers), shape=(len(sets), max(1, len(numbers))))


def _letter_groups(text: str) -> set[str]:
    padded = f" {text} "
    return {padded[start : start + _GRAM] for start in range(max(1, len(padded) - _GRAM + 1))}


def _many_words(text: str) -> set[str]:
    words = text.split()
    return set(words) if len(words) >= FEWEST_WORDS else set()
