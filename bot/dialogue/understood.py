"""What messages meant that many people write: "hello", a frequent question, a word of thanks.

The meaning of a message depends on its text alone, so a second look gives the same. Only short messages are kept in
which nothing of a person was found, by a digest and without their words.
"""

import copy
import hashlib
from collections import OrderedDict
from typing import Any

LONGEST = 120
KEPT = 2048

Parsed = dict[str, Any]


class Understood:
    """The latest meanings; the one that was not asked for longest goes first."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._meanings: OrderedDict[bytes, Parsed] = OrderedDict()

    def get(self, text: str) -> Parsed | None:
        """What the text meant, as a copy of one's own; or None."""
        key = _digest(text)
        meaning = self._meanings.get(key)
        if meaning is None:
            return None
        self._meanings.move_to_end(key)
        return {**copy.deepcopy(meaning), "text": text}

    def keep(self, text: str, meaning: Parsed) -> None:
        """Remember a meaning, unless the message is long or tells something of its writer."""
        if len(text) > LONGEST or meaning.get("entities") or any(map(str.isdigit, text)):
            return
        self._meanings[_digest(text)] = {**copy.deepcopy(meaning), "text": ""}
        while len(self._meanings) > self._kept:
            self._meanings.popitem(last=False)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
