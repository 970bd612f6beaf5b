"""People write again before they have seen the answer. What then only repeats is kept, but not answered anew."""

import json
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from bot.domain.incoming import Incoming, Kind

READING = 1
"""Seconds: what was written this soon after an answer came was written without having read it."""

REMEMBERED = 5_000
"""Chats that are remembered; whoever is pushed out may get an answer twice, no more."""

_TYPED = (Kind.TEXT, Kind.COMMAND)
_Calls = list[dict[str, Any]]


@dataclass
class _Last:
    words: tuple[str, str]
    album: str
    sent_at: int
    answered_at: float
    answer: str


class Impatience:
    """Remembers the latest message of each chat and its answer.

    Kept in memory: after a restart the worst is one answer more.
    """

    def __init__(self) -> None:
        self._chats: OrderedDict[str, _Last] = OrderedDict()

    def repeats(self, incoming: Incoming) -> bool:
        """Whether the message says again what was just answered, or is a further part of the same album."""
        last = self._chats.get(incoming.address)
        if last is None or incoming.resumes:
            return False
        if incoming.album:
            return incoming.album == last.album and not incoming.text
        same = incoming.kind in _TYPED and last.words == _words(incoming)
        if same and self._unread(incoming, last):
            last.sent_at = max(last.sent_at, incoming.sent_at)
            return True
        return False

    def unless_repeated(self, incoming: Incoming, calls: _Calls) -> _Calls:
        """The calls, or none when they repeat to the letter what the person had not read yet."""
        last = self._chats.get(incoming.address)
        if last is None or incoming.kind not in (Kind.TEXT, Kind.ATTACHMENT):
            return calls
        return [] if _digest(calls) == last.answer and self._unread(incoming, last) else calls

    def answered(self, incoming: Incoming, calls: _Calls, at: float) -> None:
        """A message was answered with these calls, at this time in seconds since 1970."""
        last = self._chats.pop(incoming.address, None)
        answer = _digest(calls) if calls or last is None else last.answer
        self._chats[incoming.address] = _Last(_words(incoming), incoming.album, incoming.sent_at, at, answer)
        while len(self._chats) > REMEMBERED:
            self._chats.popitem(last=False)

    @staticmethod
    def _unread(incoming: Incoming, last: _Last) -> bool:
        return incoming.sent_at <= max(last.sent_at, last.answered_at) + READING


def _words(incoming: Incoming) -> tuple[str, str]:
    return incoming.name, " ".join(incoming.text.casefold().split())


def _digest(calls: _Calls) -> str:
    return json.dumps(calls, sort_keys=True) if calls else ""
