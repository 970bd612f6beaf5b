"""Counts by day in SQL."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.services.overview_ports import Count, DailyCount, What
from bot.storage.desk_tables import daily_count as table
from bot.storage.upsert import insert_for

LONGEST_KEY = 48


class SqlDailyCounts:
    """Implements `overview_ports.DailyCounts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, day: date, counts: Iterable[Count]) -> None:
        """Each of these happened once more."""
        # Always in the same order: two transactions that want the same rows then wait and never block each other.
        held = sorted({(what.value, key[:LONGEST_KEY]) for what, key in counts})
        rows = [{"day": day, "what": what, "key": key, "n": 1} for what, key in held]
        if rows:
            self._connection.execute(_adding(self._connection.dialect.name), rows)

    def between(self, first: date, last: date) -> list[DailyCount]:
        """All counts of these days, oldest first."""
        query = sa.select(table).where(table.c.day.between(first, last)).order_by(*table.primary_key)
        return [DailyCount(row.day, What(row.what), row.key, row.n) for row in self._connection.execute(query)]


# Building a statement costs several times as much as running it.
@cache
def _adding(dialect: str) -> Any:
    statement = insert_for(dialect, table)
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key), set_={"n": table.c.n + statement.excluded.n}
    )
