"""`montoyer run`: starts bot, action server and console, watches them, and stops them together."""

import asyncio
import os
import secrets
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.cli.lifeline import VARIABLE
from bot.cli.watch import watch_readiness
from bot.domain.errors import InvalidSetting
from bot.settings import Settings

BAD_SETTING = 2
STOP_SECONDS = 20.0
LONGEST_BACKOFF = 30.0
STEADY_SECONDS = 60.0

Say = Callable[[str], None]


@dataclass
class Child:
    """A process to keep alive: `arguments` follow `montoyer`, `health` is an address that answers when it is up."""

    name: str
    arguments: list[str]
    health: str
    process: asyncio.subprocess.Process | None = None
    failures: int = 0
    up: asyncio.Event = field(default_factory=asyncio.Event)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def check_port(setting: str, host: str, port: int) -> None:
    """Raise `InvalidSetting` when the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise InvalidSetting(setting, f"port {port} on {host} is in use or not allowed") from None


class Supervisor:
    """Runs the children until a signal. A child that dies is reported and started again, ever later."""

    def __init__(self, settings: Settings, say: Say) -> None:
        self._settings = settings
        self._say = say
        self._stopping = asyncio.Event()
        self._exit_code = 0
        # Children read from this pipe; it closes when this process ends, in whatever way.
        self._lifeline, self._held = os.pipe()
        bot, actions = free_port(), free_port()
        self._environment = {
            **os.environ,
            "MONTOYER_BOT_URL": f"http://127.0.0.1:{bot}",
            "MONTOYER_ACTIONS_URL": f"http://127.0.0.1:{actions}",
            "MONTOYER_INTERNAL_TOKEN": settings.internal_token or secrets.token_urlsafe(24),
            "RASA_TELEMETRY_ENABLED": "false",
            # The numeric libraries would start a thread per core for work that is too small for one.
            "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
            "OMP_WAIT_POLICY": "passive",
            # Rasa's libraries warn of their own pins at every start.
            "PYTHONWARNINGS": "ignore",
            VARIABLE: str(self._lifeline),
        }
        self.children = [
            Child("bot", ["bot", "--port", str(bot)], f"http://127.0.0.1:{bot}/healthz"),
            Child("console", ["console"], f"{self.console_address}/healthz"),
        ]
        if settings.actions == "server":
            health = f"http://127.0.0.1:{actions}/healthz"
            self.children.insert(1, Child("actions", ["actions", "--port", str(actions)], health))

    @property
    def console_address(self) -> str:
        """Where the console answers on this machine."""
        host = self._settings.console_host
        return f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{self._settings.console_port}"  # noqa: S104

    async def run(self, ready: Callable[[], None]) -> int:
        """Run until SIGTERM or SIGINT, calling `ready` once all answer; gives the exit code."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        keepers = [asyncio.create_task(self._keep(child)) for child in self.children]
        announcing = asyncio.create_task(self._announce(ready))
        await self._stopping.wait()
        announcing.cancel()
        await self._stop(keepers)
        return self._exit_code

    async def _announce(self, ready: Callable[[], None]) -> None:
        for child in self.children:
            await child.up.wait()
        ready()

    async def _keep(self, child: Child) -> None:
        while not self._stopping.is_set():
            started = time.monotonic()
            child.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.cli",
                *child.arguments,
                env=self._environment,
                pass_fds=[self._lifeline],
            )
            watch = asyncio.create_task(self._watch_health(child))
            code = await child.process.wait()
            watch.cancel()
            child.up.clear()
            if self._stopping.is_set():
                return
            if code == BAD_SETTING:
                # It has said which setting is wrong; trying again would say it again.
                self._exit_code = BAD_SETTING
                self._stopping.set()
                return
            await self._back_off(child, code, time.monotonic() - started)

    async def _back_off(self, child: Child, code: int, lived: float) -> None:
        child.failures = 1 if lived > STEADY_SECONDS else child.failures + 1
        pause = min(LONGEST_BACKOFF, 0.5 * 2 ** (child.failures - 1))
        self._say(f"{child.name} ended with code {code}; starting it again in {pause:g} s")
        try:
            await asyncio.wait_for(self._stopping.wait(), pause)
        except asyncio.TimeoutError:
            return

    async def _watch_health(self, child: Child) -> None:
        while not await asyncio.to_thread(_answers, child.health):
            await asyncio.sleep(0.1)
        child.up.set()
        await watch_readiness(child.name, child.health.replace("/healthz", "/readyz"), self._say)

    async def _stop(self, keepers: list[asyncio.Task[None]]) -> None:
        for child in self.children:
            _signal(child, signal.SIGTERM)
        _, late = await asyncio.wait(keepers, timeout=STOP_SECONDS)
        for child in self.children:
            if late:
                _signal(child, signal.SIGKILL)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)  # noqa: PLR2004
    except OSError:
        return False


def _signal(child: Child, number: signal.Signals) -> None:
    if child.process is not None and child.process.returncode is None:
        try:
            child.process.send_signal(number)
        except ProcessLookupError:
            return
