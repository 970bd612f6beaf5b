"""The whole assistant, started as `make run` starts it, against the fake Telegram."""

import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.telegram_server.bot_process import BotProcess, free_port
from tests.telegram_server.faults import FaultPlan
from tests.telegram_server.server import FakeTelegram
from tests.telegram_server.webhook import Pace

ROOT = Path(__file__).parents[2]
READY_SECONDS = 300.0
LINK = re.compile(r"First sign-in .*?(http://\S+)")


@dataclass
class Running:
    """A running assistant: its Telegram, its process, and where its console is."""

    telegram: FakeTelegram
    process: BotProcess
    console: str

    def output(self) -> str:
        """What it printed so far."""
        return self.process.log.read_text("utf-8")

    def first_sign_in(self) -> str:
        """The one-time link it printed."""
        found = LINK.search(self.output())
        assert found, self.output()
        return found.group(1)

    async def start(self) -> None:
        """Start (again) and wait until it says that it is ready."""
        before = self.output().count("Ready.") if self.process.log.exists() else 0

        async def ready() -> bool:
            return self.output().count("Ready.") > before

        await self.process.start(READY_SECONDS, ready)


StartAssistant = Callable[..., Awaitable[Running]]


@asynccontextmanager
async def running_assistant(folder: Path, *, webhook: bool = False, **options: object) -> AsyncIterator[Running]:
    """Start, hand over, stop. `options` go to the fake Telegram."""
    console = free_port()
    environment = {
        "MONTOYER_DATABASE_URL": f"sqlite:///{folder / 'montoyer.db'}",
        "MONTOYER_CONSOLE_PORT": str(console),
        # Somebody is there whenever the tests run.
        "MONTOYER_SERVICE_HOURS": "mon-sun 00:00-23:59",
        "MONTOYER_HOLIDAYS": "none",
    }
    async with FakeTelegram(pace=Pace(pause_factor=0.25), **options) as telegram:  # type: ignore[arg-type]
        process = BotProcess(
            telegram,
            f"{sys.executable} -m bot.cli run",
            webhook=webhook,
            env=environment,
            cwd=ROOT,
            log=folder / "montoyer.log",
            webhook_path="/telegram",
        )
        running = Running(telegram, process, f"http://127.0.0.1:{console}")
        try:
            await running.start()
            yield running
        finally:
            await process.stop(30)


@pytest.fixture(params=["polling", "webhook"])
async def assistant(request: pytest.FixtureRequest, tmp_path: Path, model: Path) -> AsyncIterator[Running]:
    """The assistant in each mode."""
    async with running_assistant(tmp_path, webhook=request.param == "webhook", faults=FaultPlan()) as running:
        yield running
