"""How the hotline does, in SQL for SQLite and PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.callback import Outcome
from bot.domain.handover import Reason, Stage
from bot.services.overview_ports import Standing
from bot.storage.handover_tables import handover
from bot.storage.tables import callback_attempt as attempt
from bot.storage.tables import callback_request as request

_OPEN_RANKS = (0, 1)
"""Ranks of open requests: what the index of the queue begins with."""
_SECONDS_OF_A_DAY = 86_400


class SqlDeskFigures:
    """Implements `overview_ports.DeskFigures`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def standing(self, now: datetime, day_ends: datetime) -> Standing:
        """How things stand."""
        is_open = request.c.rank.in_(_OPEN_RANKS)
        ends = request.c.window_end
        return Standing(
            due=self._count(request, is_open, ends > now, ends <= day_ends),
            overdue=self._count(request, is_open, ends <= now),
            open=self._count(request, is_open),
            waiting=self._count(handover, handover.c.stage == Stage.WAITING.value),
            held=self._count(handover, handover.c.stage == Stage.HELD.value),
        )

    def calls(self, since: datetime, until: datetime) -> dict[Outcome, int]:
        """Calls that were made, by what came of them."""
        query = sa.select(attempt.c.outcome, sa.func.count()).where(*_within(attempt.c.at, since, until))
        rows = self._connection.execute(query.group_by(attempt.c.outcome))
        return {Outcome(outcome): int(n) for outcome, n in rows}

    def callback_waits(self, since: datetime, until: datetime) -> Sequence[float]:
        """Seconds from each request to its first call, for first calls within the span."""
        earlier = attempt.alias("earlier")
        is_first = ~sa.exists().where(earlier.c.reference == attempt.c.reference, earlier.c.id < attempt.c.id)
        query = (
            sa.select(self._seconds(request.c.created_at, attempt.c.at))
            .join_from(attempt, request, attempt.c.reference == request.c.reference)
            .where(*_within(attempt.c.at, since, until), is_first)
        )
        return self._sorted(query)

    def chat_waits(self, since: datetime, until: datetime) -> Sequence[float]:
        """Seconds for which people waited until one of us took their chat within the span."""
        query = sa.select(self._seconds(handover.c.created_at, handover.c.taken_at)).where(
            *_within(handover.c.taken_at, since, until), handover.c.reason != Reason.TAKEN_BY_STAFF.value
        )
        return self._sorted(query)

    def _count(self, table: sa.Table, *conditions: Any) -> int:
        return int(
            self._connection.execute(sa.select(sa.func.count()).select_from(table).where(*conditions)).scalar_one()
        )

    def _sorted(self, query: Any) -> list[float]:
        return sorted(float(seconds) for seconds in self._connection.execute(query).scalars())

    def _seconds(self, start: Any, end: Any) -> Any:
        if self._connection.dialect.name == "sqlite":
            return (sa.func.julianday(end) - sa.func.julianday(start)) * _SECONDS_OF_A_DAY
        return sa.extract("epoch", end) - sa.extract("epoch", start)


def _within(column: Any, since: datetime, until: datetime) -> tuple[Any, Any]:
    return column >= since, column < until
