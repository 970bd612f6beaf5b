"""Seal everything anew with the newest key, row by row; what is sealed with it already is left alone."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.storage.sealing import Sealer
from bot.storage.tables import metadata

AT_ONCE = 200


def sealed_columns() -> dict[str, list[Any]]:
    """By table: the columns that hold ciphertext. Nothing else is stored as bytes."""
    found = {
        table.name: [column for column in table.columns if isinstance(column.type, sa.LargeBinary)]
        for table in metadata.sorted_tables
    }
    return {name: columns for name, columns in found.items() if columns}


def reseal(engine: Engine, sealer: Sealer) -> dict[str, int]:
    """Go through all tables in small transactions; gives the rows changed. May be stopped, and run again, any time.

    Raises `InvalidSetting` when a row was sealed with a key that is not there.
    """
    return {name: sum(_reseal_table(engine, sealer, name)) for name in sealed_columns()}


def sample(connection: Connection) -> bytes | None:
    """Something sealed, the newest of the first table that holds any."""
    for columns in sealed_columns().values():
        for column in columns:
            newest = sa.select(column).where(column.isnot(None)).order_by(*column.table.primary_key.columns).limit(1)
            found = connection.execute(newest).scalar()
            if found is not None:
                return bytes(found)
    return None


def _reseal_table(engine: Engine, sealer: Sealer, name: str) -> Iterator[int]:
    table = metadata.tables[name]
    key = sa.tuple_(*table.primary_key.columns)
    after: tuple[Any, ...] | None = None
    while True:
        chosen = sa.select(table).order_by(*table.primary_key.columns).limit(AT_ONCE).with_for_update()
        if after is not None:
            chosen = chosen.where(key > sa.tuple_(*map(sa.literal, after)))
        with engine.begin() as connection:
            rows = connection.execute(chosen).mappings().all()
            for row in rows:
                yield _reseal_row(connection, sealer, table, row)
        if not rows:
            return
        after = tuple(rows[-1][column.name] for column in table.primary_key.columns)


def _reseal_row(connection: Connection, sealer: Sealer, table: sa.Table, row: Any) -> int:
    renewed = {
        column.name: sealer.renewed(row[column.name])
        for column in sealed_columns()[table.name]
        if row[column.name] is not None
    }
    changed = {name: sealed for name, sealed in renewed.items() if sealed is not None}
    if not changed:
        return 0
    this = sa.and_(*(column == row[column.name] for column in table.primary_key.columns))
    connection.execute(table.update().where(this).values(changed))
    return 1
