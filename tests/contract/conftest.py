"""The stores a contract is tested on: in memory, SQLite, and PostgreSQL where it is installed."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.services.ports import NewWork
from bot.storage.database import create_engine
from bot.storage.keys import Keys
from bot.storage.migrate import migrate
from bot.storage.sealing import Sealer
from bot.storage.tables import metadata
from bot.storage.unit_of_work import UnitOfWork
from tests.builders import A_KEY
from tests.contract import postgres
from tests.fakes import FakeDatabase

SEALER = Sealer(Keys((A_KEY,), A_KEY))


@dataclass(frozen=True)
class Stores:
    """Somewhere to keep things. `nests` tells whether two units of work may overlap in one thread."""

    new_work: NewWork
    nests: bool


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    engine = create_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Engine]:
    """A migrated PostgreSQL database."""
    programs = postgres.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with postgres.server(programs) as address:
        engine = create_engine(address)
        migrate(engine)
        yield engine
        engine.dispose()


def _empty(engine: Engine) -> None:
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stores]:
    """Empty stores of each kind in turn."""
    if request.param == "memory":
        yield Stores(FakeDatabase().new_work, nests=True)
    elif request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "stores.db")
        engine = create_engine(f"sqlite:///{tmp_path}/stores.db")
        yield Stores(_works_on(engine), nests=False)
        engine.dispose()
    else:
        engine = request.getfixturevalue("postgresql")
        _empty(engine)
        yield Stores(_works_on(engine), nests=True)


def _works_on(engine: Engine) -> NewWork:
    return lambda: UnitOfWork(engine, SEALER)


@pytest.fixture
def new_work(stores: Stores) -> NewWork:
    """Makes units of work on the stores."""
    return stores.new_work
