"""Insert-or-update and insert-or-ignore, in the dialect at hand."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def _insert(connection: Connection, table: sa.Table) -> Any:
    return insert_for(connection.dialect.name, table)


def insert_for(dialect: str, table: sa.Table) -> Any:
    """An insert that can say what happens on a conflict."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


def upsert(connection: Connection, table: sa.Table, values: dict[str, Any]) -> None:
    """Add the row or replace the one with the same primary key."""
    connection.execute(_upserting(connection.dialect.name, table, tuple(values)), values)


def insert_new(connection: Connection, table: sa.Table, values: dict[str, Any], unique: Sequence[str]) -> bool:
    """Add the row unless one with the same unique columns exists; whether it was added."""
    statement = _adding(connection.dialect.name, table, tuple(unique))
    return bool(connection.execute(statement, values).rowcount == 1)


# Building a statement costs several times as much as running it, and these are the same for every message.
@lru_cache(maxsize=256)
def _adding(dialect: str, table: sa.Table, unique: tuple[str, ...]) -> Any:
    return insert_for(dialect, table).on_conflict_do_nothing(index_elements=list(unique))


@lru_cache(maxsize=256)
def _upserting(dialect: str, table: sa.Table, names: tuple[str, ...]) -> Any:
    key = [column.name for column in table.primary_key]
    statement = insert_for(dialect, table)
    rest = {name: statement.excluded[name] for name in names if name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=rest)


def insert_counted(connection: Connection, table: sa.Table, values: dict[str, Any]) -> int | None:
    """Add the row and give its number; None when a unique index of the table refuses it."""
    added = connection.execute(_insert(connection, table).values(values).on_conflict_do_nothing())
    return int(added.inserted_primary_key[0]) if added.rowcount == 1 else None
