"""Copy a running installation's database into an archive, and fill an empty database from one.

Tables are read as the database has them, not as this version's code knows them: a backup of an older schema is
brought back as it was and then migrated.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from sqlalchemy.engine import Connection, Engine

from bot.storage import archive
from bot.storage.archive import DamagedBackup, Head, Row
from bot.storage.migrate import upgrade

_VERSIONS = "alembic_version"
_AT_ONCE = 500


class NotEmpty(Exception):
    """The database to restore into holds data."""


def back_up(engine: Engine, path: Path, now: datetime) -> dict[str, int]:
    """Write every table as it is at one moment, while others go on working; gives the rows of each."""
    with _snapshot(engine) as connection:
        revision = MigrationContext.configure(connection).get_current_revision() or ""
        return archive.write_archive(path, Head(revision, now.isoformat(timespec="seconds")), _rows(connection))


def restore(engine: Engine, path: Path, force: bool = False) -> dict[str, int]:
    """Fill the database in one transaction and bring it to the newest schema; gives the rows of each table.

    Raises `DamagedBackup` before anything is touched, and `NotEmpty` unless `force`, which removes what is there.
    """
    counts = archive.verify(path)
    head = archive.read_head(path)
    with engine.begin() as connection:
        present = _reflect(connection)
        if not force and any(_count(connection, table) for table in present.values()):
            raise NotEmpty
        _clear(connection)
        upgrade(connection, head.revision)
        tables = _reflect(connection)
        _fill(connection, tables, path)
        if {name: _count(connection, tables[name]) for name in counts} != counts:
            raise DamagedBackup("not every row arrived; nothing was changed")
        upgrade(connection, "head")
        _continue_counting(connection)
    return counts


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one moment and holds up nobody."""
    options: dict[str, Any] = {"sqlite_begin": "DEFERRED"}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def _reflect(connection: Connection) -> dict[str, sa.Table]:
    """The tables in an order that foreign keys allow."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return {table.name: table for table in metadata.sorted_tables if table.name != _VERSIONS}


def _rows(connection: Connection) -> Iterator[Row]:
    for table in _reflect(connection).values():
        key = list(table.primary_key.columns)
        found = connection.execution_options(stream_results=True, yield_per=_AT_ONCE).execute(
            sa.select(*_written(table)).order_by(*key)
        )
        for row in found.mappings():
            yield table.name, dict(row)


def _written(table: sa.Table) -> list[Any]:
    """The columns that are written; the database computes the others again."""
    return [column for column in table.columns if column.computed is None]


def _clear(connection: Connection) -> None:
    metadata = sa.MetaData()
    metadata.reflect(connection)
    metadata.drop_all(connection)


def _fill(connection: Connection, tables: dict[str, sa.Table], path: Path) -> None:
    zoned = connection.dialect.name != "sqlite"
    for name, group in groupby(archive.read_rows(path), key=lambda row: row[0]):
        if name not in tables:
            raise DamagedBackup(f"it holds a table that its schema does not know: {name}")
        while batch := [_as_stored(row, zoned) for _, row in islice(group, _AT_ONCE)]:
            connection.execute(tables[name].insert(), batch)


def _as_stored(row: dict[str, Any], zoned: bool) -> dict[str, Any]:
    if zoned:
        return row
    return {name: value.replace(tzinfo=None) if isinstance(value, datetime) else value for name, value in row.items()}


def _count(connection: Connection, table: sa.Table) -> int:
    counted: int = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    return counted


def _continue_counting(connection: Connection) -> None:
    """PostgreSQL counts rows up apart from the rows: let it go on behind the highest."""
    if connection.dialect.name != "postgresql":
        return
    for table in _reflect(connection).values():
        for column in table.primary_key.columns:
            if isinstance(column.type, sa.Integer):
                sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
                highest = sa.select(sa.func.max(column)).scalar_subquery()
                connection.execute(sa.select(sa.func.setval(sequence, highest)).where(highest.isnot(None)))
