"""Dialogue events in SQL: a row per turn, compressed and sealed."""

import json
import zlib
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.services.tracker_ports import Events, TrackerEnd, TrackerMark
from bot.storage.sealing import Sealer
from bot.storage.tables import tracker_turn as table

_INSERT = table.insert()
_NEWEST = (
    sa.select(table.c.id, table.c.starts_session, table.c.events)
    .where(table.c.conversation_id == sa.bindparam("conversation"))
    .order_by(table.c.id.desc())
    .limit(sa.bindparam("most", type_=sa.Integer))
)
# Turns that a reading of the end takes in: as many as lie behind a mark as a rule; more after a long form or a long
# chat with a person, which have no marks; then all.
_LOOKS = (12, 60, 2**31 - 1)


class SqlTrackerTurns:
    """Implements `ports.TrackerTurns`."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    def append(
        self,
        conversation_id: str,
        events: Events,
        starts_session: bool,
        now: datetime,
        mark: TrackerMark | None = None,
    ) -> None:
        """Add the events of one turn; with a mark, later readings of the end begin there."""
        self._connection.execute(
            _INSERT,
            {
                "conversation_id": conversation_id,
                "starts_session": starts_session,
                "at": now,
                "events": self._sealed(events, mark),
            },
        )

    def end(self, conversation_id: str) -> TrackerEnd:
        """The end of the latest session: from the newest mark, or all of it where there is none."""
        for limit in _LOOKS:
            rows = self._connection.execute(_NEWEST, {"conversation": conversation_id, "most": limit}).fetchall()
            found = self._end(rows, complete=len(rows) < limit)
            if found is not None:
                return found
        raise AssertionError("the last look takes in everything")

    def _end(self, rows: list[Any], complete: bool) -> TrackerEnd | None:
        """The end within rows, newest first; None when it begins before them."""
        mark: TrackerMark | None = None
        turns: list[tuple[int, Events]] = []
        for row in rows:
            events, own_mark = self._opened(row.events)
            turns.insert(0, (row.id, events))
            mark = mark or own_mark
            if mark is not None and row.id <= mark.first:
                return TrackerEnd(mark.before, turns)
            if row.starts_session:
                return TrackerEnd([], turns)
        # A mark outlives the turn it names when that went by age.
        return TrackerEnd(mark.before if mark else [], turns) if complete else None

    def latest_session(self, conversation_id: str) -> Events:
        """Events since the last session start; served by the index however long the history is."""
        return [event for _, events in self.turns_of_latest_session(conversation_id) for event in events]

    def all(self, conversation_id: str) -> Events:
        """All events, oldest first."""
        return [event for _, events in self._turns(table.c.conversation_id == conversation_id) for event in events]

    def turns_of_latest_session(self, conversation_id: str) -> list[tuple[int, Events]]:
        """Events since the last session start by turn, each with the id for `replace`."""
        start = (
            sa.select(sa.func.max(table.c.id))
            .where(table.c.conversation_id == conversation_id, table.c.starts_session)
            .scalar_subquery()
        )
        return self._turns(
            sa.and_(table.c.conversation_id == conversation_id, table.c.id >= sa.func.coalesce(start, 0))
        )

    def replace(self, turn_id: int, events: Events) -> None:
        """Put other events in place of a turn's."""
        held = self._connection.execute(sa.select(table.c.events).where(table.c.id == turn_id)).scalar()
        mark = self._opened(held)[1] if held else None
        self._connection.execute(table.update().where(table.c.id == turn_id).values(events=self._sealed(events, mark)))

    def conversation_ids(self) -> list[str]:
        """Every conversation that has events."""
        return [row[0] for row in self._connection.execute(sa.select(table.c.conversation_id).distinct())]

    def _turns(self, condition: Any) -> list[tuple[int, Events]]:
        rows = self._connection.execute(sa.select(table.c.id, table.c.events).where(condition).order_by(table.c.id))
        return [(row[0], self._opened(row[1])[0]) for row in rows]

    def _sealed(self, events: Events, mark: TrackerMark | None = None) -> bytes:
        content = events if mark is None else {"events": events, "first": mark.first, "before": mark.before}
        return self._sealer.seal_bytes(zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 6))

    def _opened(self, sealed: bytes) -> tuple[Events, TrackerMark | None]:
        content = json.loads(zlib.decompress(self._sealer.open_bytes(sealed)))
        if isinstance(content, list):
            return content, None
        return content["events"], TrackerMark(content["first"], content["before"])
