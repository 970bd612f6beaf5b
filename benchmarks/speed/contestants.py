"""The two bots, each with a fake Telegram of its own, started and watched alike."""

import asyncio
import os
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.speed import stock
from tests.telegram_server.bot_process import BotProcess, free_port
from tests.telegram_server.limits import Rates
from tests.telegram_server.people import User
from tests.telegram_server.server import FakeTelegram

ANY_ANSWER = re.compile(r"\S")
# English questions of different topics, each answered with one message.
QUESTIONS = (
    "are you a bot?",
    "what is voluntary return?",
    "how much does it cost to go back with you?",
    "can I take my luggage?",
    "how long does it take until I can leave?",
    "I have no passport, can I still go?",
    "can I change my mind later?",
    "will you tell immigration about me?",
)


@dataclass
class Contestant:
    """A bot under measurement."""

    name: str
    command: str
    questions: tuple[str, ...]
    webhook_path: str
    env: Mapping[str, str]
    cwd: Path
    database: Path | None = None
    metrics_port: int | None = None
    telegram: FakeTelegram = field(init=False)
    process: BotProcess = field(init=False)
    started: bool = False
    _people: int = 1000

    async def start(self, folder: Path, seconds: float = 600.0) -> float:
        """Start it; gives the seconds until it has answered a person who was waiting."""
        # The published sending limits would hide what the bots themselves can do.
        self.telegram = await FakeTelegram(rates=Rates(enabled=False)).__aenter__()
        self.started = True
        self.process = BotProcess(
            self.telegram,
            self.command,
            webhook=True,
            env=self.env,
            cwd=self.cwd,
            log=folder / f"{self.name}.log",
            webhook_path=self.webhook_path,
        )
        started = time.monotonic()
        await self.process.start(seconds)
        while True:
            if await self.ask(self.person(), self.questions[0], 1.0) is not None:
                return time.monotonic() - started
            if time.monotonic() - started > seconds:
                raise TimeoutError(f"{self.name} does not answer; see {self.process.log}")

    async def stop(self) -> None:
        """Stop it and its Telegram."""
        self.started = False
        await self.process.stop(30)
        await self.telegram.__aexit__(None, None, None)

    def person(self) -> User:
        """Somebody who has not written yet."""
        self._people += 1
        return self.telegram.user(self._people, language="en")

    async def ask(self, person: User, text: str, patience: float = 30.0) -> float | None:
        """Seconds from a message to the bot's first call in answer, or None."""
        before = len(person.inbox.replies)
        sent = await person.send(text)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            answers = [reply for reply in person.inbox.replies[before:] if not reply.edited]
            if answers:
                return float(answers[0].called_at - sent.at)
            await asyncio.sleep(0.002)
        return None

    def script(self) -> Callable[[int, int], tuple[str, re.Pattern[str]]]:
        """Everybody asks one question after the other."""
        return lambda user, number: (self.questions[(user + number) % len(self.questions)], ANY_ANSWER)

    def cpu_seconds(self) -> float:
        """Processor time of all its processes so far."""
        return self.process.usage().cpu_seconds

    def memory_mib(self) -> float:
        """Memory of all its processes, what they share counted once (proportional set size)."""
        return sum(_proportional_kib(pid) for pid in self._pids()) / 1024

    def _pids(self) -> list[int]:
        group = self.process._process.pid if self.process._process else -1
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                if int(path.read_text().rpartition(")")[2].split()[2]) == group:
                    found.append(int(path.parent.name))
        return found

    def stored(self) -> tuple[int, int]:
        """Rows in all tables of its database, and bytes of a compact copy of it."""
        assert self.database, "it has no database"
        copy = self.database.with_suffix(".copy")
        copy.unlink(missing_ok=True)
        with sqlite3.connect(self.database) as connection:
            tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = sum(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables)
            connection.execute("VACUUM INTO ?", (str(copy),))
        return rows, copy.stat().st_size


def _proportional_kib(pid: int) -> int:
    with suppress(OSError):
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
        return int(found.group(1)) if found else 0
    return 0


def montoyer(folder: Path) -> Contestant:
    """Our bot, with everything in `folder`."""
    database = folder / "montoyer.db"
    metrics = free_port()
    env = {
        "MONTOYER_DATABASE_URL": f"sqlite:///{database}",
        "MONTOYER_CONSOLE_PORT": str(free_port()),
        "MONTOYER_METRICS_PORT": str(metrics),
        "MONTOYER_SEND_RATE": "1000",
        "MONTOYER_LOG_LEVEL": "WARNING",
    }
    command = f"{sys.executable} -m bot.cli run"
    return Contestant("montoyer", command, QUESTIONS, "/telegram", env, Path.cwd(), database, metrics)


def stock_bot(folder: Path, stored: bool = False) -> Contestant:
    """Rasa's bot as `rasa init` makes it."""
    env = {**stock.ENVIRONMENT, "PATH": os.environ["PATH"]}
    database = folder / "tracker.db" if stored else None
    return Contestant("stock", stock.command(stored), stock.QUESTIONS, stock.WEBHOOK_PATH, env, folder, database)
