"""Bring the database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

import bot.storage.unit_of_work  # noqa: F401  (its stores bring every table with them)
from bot.storage.tables import metadata

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 6_070_340_040


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine) -> None:
    """Apply every migration that is missing; of several processes that try at once, one works and others wait."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        upgrade(connection, "head")


def upgrade(connection: Connection, revision: str) -> None:
    """Apply migrations up to a revision within the connection's transaction."""
    command.upgrade(configuration(connection), revision)


def newest() -> str:
    """The revision that this version's code wants."""
    return str(ScriptDirectory(str(_MIGRATIONS)).get_current_head())


def present(engine: Engine) -> str | None:
    """The revision of the database; None when it is empty."""
    with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
        revision: str | None = MigrationContext.configure(connection).get_current_revision()
    return revision


def differences(engine: Engine) -> list[object]:
    """What the tables in code have that the database has not, and the reverse."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))
