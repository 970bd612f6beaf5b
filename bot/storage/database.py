"""The engine: one address, tuned for SQLite or PostgreSQL."""

import sqlite3
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import QueuePool

# How long to wait for other processes when the file is opened, and for their writing: the bot stands still meanwhile.
_PATIENCE = 30
_WRITE_PATIENCE = 5
# Whether commits on a connection wait until they are on the disk.
_WAITS = "waits_for_the_disk"


def create_engine(url: str) -> Engine:
    """An engine for `sqlite:///…` (write-ahead log, every commit on disk) or `postgresql://…`."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        server = sa.create_engine(parsed, pool_pre_ping=True)
        sa.event.listen(server, "begin", _begin_on_a_server)
        return server
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {}
    if parsed.database and parsed.database != ":memory:":
        # SQLAlchemy would open the file anew for each transaction; opening, tuning and closing cost more than most.
        options = {"poolclass": QueuePool, "pool_size": 4, "max_overflow": 60, "pool_use_lifo": True}
    connect = {"timeout": _WRITE_PATIENCE, "check_same_thread": False}
    engine = sa.create_engine(parsed, connect_args=connect, **options)
    sa.event.listen(engine, "connect", _tune)
    sa.event.listen(engine, "begin", _begin)
    return engine


def ping(engine: Engine) -> None:
    """Ask the database for nothing. Raises what is wrong with it."""
    with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
        connection.exec_driver_sql("SELECT 1")


def _tune(connection: Any, _record: object) -> None:
    # The driver's own transaction handling begins too late for a read that a write follows.
    connection.isolation_level = None
    cursor = connection.cursor()
    _keep_a_log(cursor)
    # FULL: an update that was acknowledged survives a power cut, at about 0.3 ms a commit.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={_WRITE_PATIENCE * 1000}")
    cursor.close()


def _keep_a_log(cursor: Any) -> None:
    # Processes that open a new file at once collide here, and this is the one statement SQLite does not wait for.
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    # IMMEDIATE: two writers wait for each other instead of failing half-way.
    mode = options.get("sqlite_begin", "IMMEDIATE")
    # Straight to the driver: this comes before every transaction, and SQLAlchemy's way costs more than the rest of it.
    driver = connection.connection.dbapi_connection
    if mode != "DEFERRED":
        _wait_for_the_disk(connection, driver, not options.get("repeatable", False))
    try:
        driver.execute(f"BEGIN {mode}")
    except sqlite3.Error as error:
        raise sa.exc.OperationalError(f"BEGIN {mode}", {}, error) from error


def _wait_for_the_disk(connection: Connection, driver: Any, wait: bool) -> None:
    if connection.info.get(_WAITS, True) is not wait:
        driver.execute(f"PRAGMA synchronous={'FULL' if wait else 'NORMAL'}")
        connection.info[_WAITS] = wait


def _begin_on_a_server(connection: Connection) -> None:
    if connection.get_execution_options().get("repeatable", False):
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
