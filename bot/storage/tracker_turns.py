"""Dialogue events in SQL: a row per turn, compressed and sealed."""

import json
import zlib
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.storage.sealing import Sealer
from bot.storage.tables import tracker_turn as table


class SqlTrackerTurns:
    """Implements `ports.TrackerTurns`."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    def append(self, conversation_id: str, events: list[dict[str, Any]], starts_session: bool, now: datetime) -> None:
        """Add the events of one turn."""
        self._connection.execute(
            table.insert().values(
                conversation_id=conversation_id,
                starts_session=starts_session,
                at=now,
                events=self._sealed(events),
            )
        )

    def latest_session(self, conversation_id: str) -> list[dict[str, Any]]:
        """Events since the last session start; served by the index however long the history is."""
        return [event for _, events in self.turns_of_latest_session(conversation_id) for event in events]

    def all(self, conversation_id: str) -> list[dict[str, Any]]:
        """All events, oldest first."""
        return [event for _, events in self._turns(table.c.conversation_id == conversation_id) for event in events]

    def turns_of_latest_session(self, conversation_id: str) -> list[tuple[int, list[dict[str, Any]]]]:
        """Events since the last session start by turn, each with the id for `replace`."""
        start = (
            sa.select(sa.func.max(table.c.id))
            .where(table.c.conversation_id == conversation_id, table.c.starts_session)
            .scalar_subquery()
        )
        return self._turns(
            sa.and_(table.c.conversation_id == conversation_id, table.c.id >= sa.func.coalesce(start, 0))
        )

    def replace(self, turn_id: int, events: list[dict[str, Any]]) -> None:
        """Put other events in place of a turn's."""
        self._connection.execute(table.update().where(table.c.id == turn_id).values(events=self._sealed(events)))

    def conversation_ids(self) -> list[str]:
        """Every conversation that has events."""
        return [row[0] for row in self._connection.execute(sa.select(table.c.conversation_id).distinct())]

    def _turns(self, condition: Any) -> list[tuple[int, list[dict[str, Any]]]]:
        rows = self._connection.execute(sa.select(table.c.id, table.c.events).where(condition).order_by(table.c.id))
        return [(row[0], self._opened(row[1])) for row in rows]

    def _sealed(self, events: list[dict[str, Any]]) -> bytes:
        return self._sealer.seal_bytes(zlib.compress(json.dumps(events, ensure_ascii=False).encode(), 6))

    def _opened(self, sealed: bytes) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = json.loads(zlib.decompress(self._sealer.open_bytes(sealed)))
        return events
