"""Updates on their way to the bot: which kinds it gets, and when each was delivered and acknowledged."""

import asyncio
import copy
import itertools
from collections import deque
from dataclasses import dataclass
from typing import Protocol

from tests.telegram_server.methods import ON_REQUEST_KINDS, UPDATE_KINDS
from tests.telegram_server.records import Clock, Journal, Json

FIRST_UPDATE_ID = 700_000_001


@dataclass(frozen=True)
class Lane:
    """Updates of one lane are posted to a webhook one after the other: a chat's, a person's presses."""

    topic: str
    owner: int


@dataclass
class Pending:
    """An update that the bot has not acknowledged. `repeat` marks one that it had acknowledged before."""

    update: Json
    lane: Lane
    repeat: bool = False

    @property
    def update_id(self) -> int:
        return int(self.update["update_id"])


class Outlet(Protocol):
    """Takes updates over while a webhook is set."""

    def put(self, pending: Pending) -> None: ...
    def waiting(self) -> int: ...
    def clear(self) -> None: ...


class UpdateFeed:
    """Numbers updates and hands them to the webhook, or keeps them for getUpdates."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._ids = itertools.count(FIRST_UPDATE_ID)
        self._listeners: set[asyncio.Event] = set()
        self.queue: deque[Pending] = deque()
        self.allowed: list[str] = []
        self.outlet: Outlet | None = None
        self.delivered: dict[int, list[float]] = {}
        self.acknowledged: dict[int, float] = {}

    def push(self, kind: str, content: Json, lane: Lane) -> Json | None:
        """The update made of the content, or None when the bot did not ask for this kind."""
        wanted = kind in self.allowed if self.allowed else kind not in ON_REQUEST_KINDS
        if not wanted:
            return None
        update = {"update_id": next(self._ids), kind: copy.deepcopy(content)}
        self.put(Pending(update, lane))
        return update

    def put(self, pending: Pending) -> None:
        if self.outlet:
            self.outlet.put(pending)
            return
        if pending.repeat:
            self.queue.appendleft(pending)
        else:
            self.queue.append(pending)
        for listener in self._listeners:
            listener.set()

    def redeliver(self, update: Json) -> None:
        """The same update once more, as when an acknowledgement got lost."""
        lane = Lane("again", update["update_id"])
        self.put(Pending(copy.deepcopy(update), lane, repeat=True))

    def waiting(self) -> int:
        return len(self.queue) + (self.outlet.waiting() if self.outlet else 0)

    def clear(self) -> None:
        self.queue.clear()
        if self.outlet:
            self.outlet.clear()

    def listen(self) -> asyncio.Event:
        event = asyncio.Event()
        self._listeners.add(event)
        return event

    def forget(self, listener: asyncio.Event) -> None:
        self._listeners.discard(listener)

    def choose_kinds(self, params: Json) -> None:
        """`allowed_updates` stays as it was when a request does not mention it."""
        if "allowed_updates" not in params:
            return
        self.allowed = list(params["allowed_updates"])
        for kind in self.allowed:
            if kind not in UPDATE_KINDS:
                self._journal.problem("allowed_updates", f"unknown update type {kind}")

    def mark_delivered(self, update_id: int) -> None:
        self.delivered.setdefault(update_id, []).append(self._clock())

    def mark_acknowledged(self, update_id: int) -> None:
        self.acknowledged.setdefault(update_id, self._clock())
