"""A unit of work in memory, and a clock that obeys.

They keep the same contract as the SQL stores: `tests/contract` runs over both.
"""

import copy
from datetime import datetime, timedelta
from types import TracebackType

from tests.builders import NOW
from tests.fake_callbacks import FakeCallbacks
from tests.fake_contents import Committed
from tests.fake_counts import FakeDailyCounts
from tests.fake_staff import FakeStaffAccounts
from tests.fake_stores import (
    FakeAuditLog,
    FakeButtonPayloads,
    FakeConversations,
    FakeInbox,
    FakeOutbox,
    FakeTrackerTurns,
)


class FakeClock:
    """Says `now` until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


class FakeDatabase(Committed):
    """Holds what was committed; `new_work` is a `NewWork`."""

    def new_work(self) -> "FakeWork":
        return FakeWork(self)


class NoTopics:
    """There is no staff group."""

    def get(self, conversation_id: str) -> None:
        return None


class FakeWork:
    """A unit of work on a copy, which `commit` puts in place."""

    def __init__(self, database: Committed) -> None:
        self._committed = database

    def __enter__(self) -> "FakeWork":
        self._committed.lock.acquire()
        contents = copy.deepcopy(self._committed.contents)
        self._contents = contents
        self.conversations = FakeConversations(contents)
        self.callbacks = FakeCallbacks(contents, self._committed)
        self.staff = FakeStaffAccounts(contents)
        self.inbox = FakeInbox(contents)
        self.outbox = FakeOutbox(contents)
        self.buttons = FakeButtonPayloads(contents)
        self.trackers = FakeTrackerTurns(contents)
        self.audit = FakeAuditLog(contents)
        self.counts = FakeDailyCounts(contents)
        self.topics = NoTopics()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._committed.lock.release()

    def erase(self, conversation_id: str) -> None:
        held = self._contents
        held.conversations.pop(conversation_id, None)
        mine = {one.reference for one in held.requests.values() if one.conversation_id == conversation_id}
        for reference in mine:
            del held.requests[reference]
        held.turns[:] = [turn for turn in held.turns if turn.conversation_id != conversation_id]
        held.outbox[:] = [parcel for parcel in held.outbox if parcel.outgoing.conversation_id != conversation_id]
        for letter in held.inbox.values():
            if letter.conversation_id == conversation_id:
                letter.conversation_id = None

    def commit(self) -> None:
        self._committed.contents = copy.deepcopy(self._contents)
