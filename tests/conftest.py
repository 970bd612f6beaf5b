"""What every kind of test may ask for."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bootstrap import App, build
from bot.dialogue.model_files import trained_model
from bot.storage.migrate import migrate
from tests.fakes import FakeClock

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of the files as they are; trained when it is not there, which takes minutes the first time."""
    train = [sys.executable, "-m", "bot.cli", "train"]
    done = subprocess.run(train, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = trained_model(ROOT, ROOT / "models")
    assert found is not None
    return found


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
