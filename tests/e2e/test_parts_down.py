"""What people notice when a part of the assistant is away: an honest sentence once, and their answer afterwards."""

import os
import signal
import sqlite3
from pathlib import Path

import pytest

from tests.e2e.conftest import Running, running_assistant
from tests.telegram_server.bot_process import BotProcess

pytestmark = pytest.mark.e2e
SORRY = "not working now"


@pytest.fixture
def action_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Actions run in a process of their own."""
    monkeypatch.setenv("MONTOYER_ACTIONS", "server")


def processes(running: BotProcess, part: str) -> list[int]:
    """Ids of our own processes that run this part of `montoyer`."""
    group = os.getpgid(running._process.pid)
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if part.encode() in words and os.getpgid(int(folder.name)) == group:
                found.append(int(folder.name))
        except OSError:
            continue
    return found


async def test_an_action_server_that_stands_still_is_spoken_of_once_and_the_answer_comes(
    tmp_path: Path, model: Path, action_server: None
):
    async with running_assistant(tmp_path) as running:
        user = running.telegram.user(1001, language="en")
        await user.start()
        await user.texts(timeout=60, quiet=2)
        (actions,) = processes(running.process, "actions")
        os.kill(actions, signal.SIGSTOP)
        try:
            for words in ("/language", "/callback"):
                await user.send(words)
            told = await user.texts(timeout=60, n=1, quiet=3)
            assert [SORRY in text for text in told] == [True]
        finally:
            os.kill(actions, signal.SIGCONT)
        answers = await user.texts(timeout=90, n=2, quiet=4)
        assert not any(SORRY in text for text in answers)
        assert len(answers) >= 2


async def test_an_action_server_that_dies_costs_no_answer(tmp_path: Path, model: Path, action_server: None):
    async with running_assistant(tmp_path) as running:
        user = running.telegram.user(1001, language="en")
        (actions,) = processes(running.process, "actions")
        os.kill(actions, signal.SIGKILL)
        await user.send("/callback")
        # A loaded machine takes its time to start the server again; the honest sentence may come first.
        answers = await user.texts(timeout=90, n=2, quiet=60)
        assert [text for text in answers if SORRY not in text]


async def test_a_database_that_is_locked_for_a_while_loses_nothing(tmp_path: Path, model: Path):
    async with running_assistant(tmp_path) as running:
        await _lock_and_release(running, tmp_path / "montoyer.db")


async def _lock_and_release(running: Running, database: Path) -> None:
    user = running.telegram.user(1001, language="fr")
    lock = sqlite3.connect(database, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    try:
        await user.send("ou est votre bureau")
        told = await user.texts(timeout=60, n=1, quiet=1)
        assert "112" in told[0]
    finally:
        lock.execute("ROLLBACK")
        lock.close()
    answers = await user.texts(timeout=60, quiet=6)
    assert sum("Montoyer 40" in text for text in answers) == 1, answers
    assert running.telegram.pending() == 0
