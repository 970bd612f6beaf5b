"""Bot, action server and console as three processes without rights, on code that they cannot write."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx

from tests.telegram_server.bot_process import free_port
from tests.telegram_server.server import FakeTelegram

ROOT = Path(__file__).parents[2]
CODE = ("bot", "actions", "data", "domain.yml", "config.yml", "endpoints.yml", "credentials.yml")
READY_SECONDS = 180


def without_rights() -> list[str]:
    """A prefix after which even root may write only where the mode allows it."""
    if os.geteuid() != 0:
        return []
    program = shutil.which("setpriv")
    return [program, "--bounding-set=-all", "--inh-caps=-all"] if program else []


def read_only_code(folder: Path) -> Path:
    """A copy of the code that nobody may change."""
    code = folder / "code"
    code.mkdir()
    for name in CODE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, code / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, code / name)
    for path in [code, *code.rglob("*")]:
        path.chmod(path.stat().st_mode & 0o555)
    return code


class Installation:
    """The processes by name, each with a log file."""

    def __init__(self, folder: Path, telegram: FakeTelegram, log_format: str) -> None:
        self.code = read_only_code(folder)
        self.folder = folder
        self.ports = {name: free_port() for name in ("bot", "actions", "console")}
        self.metrics = free_port()
        models = folder / "models"
        models.mkdir()
        for path in (ROOT / "models").iterdir():
            if path.suffix in (".json", ".gz"):
                shutil.copy2(path, models / path.name)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "MPLCONFIGDIR": str(folder / "tmp"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONWARNINGS": "ignore",
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_BASE_URL": telegram.base_url,
            "MONTOYER_DATABASE_URL": f"sqlite:///{folder}/var/montoyer.db",
            "MONTOYER_MODELS": str(models),
            "MONTOYER_CACHE_DIR": str(folder / "cache"),
            "MONTOYER_INTERNAL_TOKEN": "t" * 24,
            "MONTOYER_ACTIONS": "server",
            "MONTOYER_ACTIONS_URL": self.address("actions"),
            "MONTOYER_BOT_URL": self.address("bot"),
            "MONTOYER_CONSOLE_PORT": str(self.ports["console"]),
            "MONTOYER_METRICS_PORT": str(self.metrics),
            "MONTOYER_LOG_FORMAT": log_format,
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.ports[name]}"

    def run(self, *words: str) -> str:
        """A command to its end; what it printed."""
        done = subprocess.run(
            self._command(*words), cwd=self.code, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    async def start(self, name: str) -> None:
        """Start a process and wait until it is ready."""
        port = () if name == "console" else ("--port", str(self.ports[name]))
        with self.log(name).open("ab") as output:
            self.processes[name] = subprocess.Popen(
                self._command(name, *port), cwd=self.code, env=self.environment, stdout=output, stderr=output
            )
        for _ in range(READY_SECONDS * 5):
            assert self.processes[name].poll() is None, self.log(name).read_text("utf-8")
            if await self.is_ready(name):
                return
            await asyncio.sleep(0.2)
        raise TimeoutError(name)

    async def is_ready(self, name: str) -> bool:
        async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
            try:
                return (await client.get(f"{self.address(name)}/readyz")).status_code == 200
            except httpx.HTTPError:
                return False

    async def terminate(self, name: str) -> int:
        """SIGTERM; the exit code."""
        self.processes[name].send_signal(signal.SIGTERM)
        return await asyncio.to_thread(self.processes[name].wait, 30)

    def kill(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                process.kill()
                process.wait()

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _command(self, *words: str) -> list[str]:
        return [*without_rights(), sys.executable, "-m", "bot.cli", *words]
