"""Insert-or-update and insert-or-ignore, in the dialect at hand."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def _insert(connection: Connection, table: sa.Table) -> Any:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def upsert(connection: Connection, table: sa.Table, values: dict[str, Any]) -> None:
    """Add the row or replace the one with the same primary key."""
    key = [column.name for column in table.primary_key]
    statement = _insert(connection, table).values(values)
    rest = {name: value for name, value in values.items() if name not in key}
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=rest))


def insert_new(connection: Connection, table: sa.Table, values: dict[str, Any], unique: Sequence[str]) -> bool:
    """Add the row unless one with the same unique columns exists; whether it was added."""
    statement = _insert(connection, table).values(values).on_conflict_do_nothing(index_elements=list(unique))
    return bool(connection.execute(statement).rowcount == 1)


def insert_counted(connection: Connection, table: sa.Table, values: dict[str, Any]) -> int | None:
    """Add the row and give its number; None when a unique index of the table refuses it."""
    added = connection.execute(_insert(connection, table).values(values).on_conflict_do_nothing())
    return int(added.inserted_primary_key[0]) if added.rowcount == 1 else None
