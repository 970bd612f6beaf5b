"""What every kind of test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bootstrap import App, build
from bot.storage.migrate import migrate
from tests.fakes import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still until a test moves it."""
    return FakeClock()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """The application over a fresh SQLite file, with keys made on the spot."""
    application = build({"MONTOYER_DATABASE_URL": f"sqlite:///{tmp_path}/montoyer.db"})
    migrate(application.engine)
    yield application
    application.engine.dispose()
