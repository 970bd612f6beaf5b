"""Guards a database against a second bot worker that shares no locks with the first."""

import time

from sqlalchemy.engine import Connection, Engine

from bot.domain.errors import InvalidSetting

_LOCK = 6_070_340_041
PATIENCE = 15.0
"""Seconds to wait for a worker that is just ending."""


def claim(engine: Engine, patience: float = PATIENCE) -> Connection | None:
    """Be the only bot on a PostgreSQL database for as long as the returned connection lives.

    Raises `InvalidSetting` when another one is at work. SQLite is one machine's file: `montoyer run` starts one bot.
    """
    if engine.dialect.name != "postgresql":
        return None
    connection = engine.connect()
    deadline = time.monotonic() + patience
    while not connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_LOCK})").scalar():
        if time.monotonic() > deadline:
            connection.close()
            raise InvalidSetting("MONTOYER_REDIS_URL", "another bot works on this database; several bots need Redis")
        time.sleep(0.2)
    return connection
