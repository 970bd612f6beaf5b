"""The bot under test as a process group: started from a command line, killed or stopped as a whole."""

import asyncio
import os
import signal
import socket
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.telegram_server.server import FakeTelegram

POLLING_ENV = {"TELEGRAM_BOT_TOKEN": "{token}", "TELEGRAM_API_BASE_URL": "{base_url}"}
WEBHOOK_ENV = POLLING_ENV | {
    "TELEGRAM_WEBHOOK_URL": "{webhook_url}",
    "TELEGRAM_WEBHOOK_PORT": "{webhook_port}",
    "TELEGRAM_WEBHOOK_SECRET": "{secret}",
}
SECRET = "s3cret_token-1"
READY_CALLS = {"getUpdates", "setWebhook"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Usage:
    """What the process group takes: resident memory, and processor time since its start."""

    memory_mib: float
    cpu_seconds: float


class BotProcess:
    """Command and environment may hold {token} {base_url} {webhook_url} {webhook_port} {secret}."""

    def __init__(
        self,
        telegram: FakeTelegram,
        command: str,
        *,
        webhook: bool = False,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        log: Path | None = None,
        webhook_path: str = "/webhook",
    ) -> None:
        self.log = log or Path(tempfile.mkdtemp(prefix="bot-under-test-")) / "bot.log"
        self.webhook_port = free_port()
        self.webhook_url = f"http://127.0.0.1:{self.webhook_port}{webhook_path}"
        self._telegram = telegram
        self._cwd = cwd
        self._command = self._filled(command)
        given = (WEBHOOK_ENV if webhook else POLLING_ENV) | dict(env or {})
        self._env = {name: self._filled(value) for name, value in given.items()}
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, timeout: float = 120.0, ready: Callable[[], Awaitable[bool]] | None = None) -> float:
        """Seconds until the bot was ready: by default until it polls, or listens where its webhook points."""
        started = time.monotonic()
        seen = len(self._telegram.calls)
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_shell(
                f"exec {self._command}",
                cwd=self._cwd,
                env=dict(os.environ) | self._env,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )
        while time.monotonic() - started < timeout:
            if self._process.returncode is not None:
                raise RuntimeError(f"the bot exited with {self._process.returncode}; see {self.log}")
            if await (ready() if ready else self.receives(seen)):
                return time.monotonic() - started
            await asyncio.sleep(0.1)
        raise TimeoutError(f"the bot did not become ready; see {self.log}")

    async def kill(self) -> None:
        """SIGKILL to the whole group."""
        self._signal(signal.SIGKILL)
        if self._process:
            await self._process.wait()

    async def stop(self, timeout: float = 15.0) -> int | None:
        """SIGTERM, and SIGKILL when that does not help in time; the exit code."""
        if self._process is None:
            return None
        self._signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), timeout)
        except asyncio.TimeoutError:
            await self.kill()
        return self._process.returncode

    async def receives(self, seen: int = 0) -> bool:
        """Whether the bot polls or listens, judged by its calls after the first `seen`."""
        if not any(call.method in READY_CALLS for call in self._telegram.calls[seen:]):
            return False
        if self._telegram.delivery.registration is None:
            return True
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.webhook_port)
        except OSError:
            return False
        writer.close()
        return True

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def usage(self) -> Usage:
        """Read from /proc: zero where there is none."""
        members = [stat for path in Path("/proc").glob("[0-9]*/stat") if (stat := self._stat(path))]
        ticks = sum(int(stat[11]) + int(stat[12]) for stat in members)
        pages = sum(int(stat[21]) for stat in members)
        memory = pages * os.sysconf("SC_PAGE_SIZE") / 2**20
        return Usage(round(memory, 1), round(ticks / os.sysconf("SC_CLK_TCK"), 2))

    def _stat(self, path: Path) -> list[str]:
        """The fields after the command name, when the process is one of ours."""
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # It ended meanwhile.
            return []
        return fields if self._process and int(fields[2]) == self._process.pid else []

    def _filled(self, template: str) -> str:
        values = {
            "token": self._telegram.token,
            "base_url": self._telegram.base_url,
            "webhook_url": self.webhook_url,
            "webhook_port": str(self.webhook_port),
            "secret": SECRET,
        }
        for name, value in values.items():
            template = template.replace("{" + name + "}", value)
        return template

    def _signal(self, number: signal.Signals) -> None:
        if self._process and self.running:
            os.killpg(self._process.pid, number)
