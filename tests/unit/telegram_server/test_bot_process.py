import sys
from pathlib import Path

import pytest

from tests.telegram_server.bot_process import BotProcess
from tests.telegram_server.server import FakeTelegram
from tests.unit.telegram_server.client import call, until

BOT = """
import json, os, subprocess, sys, urllib.request
root = f"{os.environ['TELEGRAM_API_BASE_URL']}/bot{os.environ['TELEGRAM_BOT_TOKEN']}"
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("child", child.pid, os.environ.get("GREETING"), flush=True)
while True:
    urllib.request.urlopen(f"{root}/getUpdates?timeout=30").read()
"""


@pytest.fixture
def command(tmp_path: Path) -> str:
    script = tmp_path / "bot.py"
    script.write_text(BOT)
    return f"{sys.executable} {script}"


def is_alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


async def test_a_bot_is_started_killed_with_its_children_and_started_again(
    telegram: FakeTelegram, command: str, tmp_path: Path
) -> None:
    bot = BotProcess(telegram, command, env={"GREETING": "at {base_url}"}, log=tmp_path / "bot.log")
    await bot.start()
    await until(lambda: "child" in bot.log.read_text())
    _, child, greeting = bot.log.read_text().strip().split(" ", 2)
    assert greeting == f"at {telegram.base_url}"
    assert is_alive(int(child))
    assert bot.usage().memory_mib > 1

    await bot.kill()

    await until(lambda: not is_alive(int(child)))
    assert not bot.running
    await bot.start()
    assert bot.running
    assert await bot.stop() == -15


async def test_a_bot_that_dies_at_once_says_where_to_look(telegram: FakeTelegram, tmp_path: Path) -> None:
    bot = BotProcess(telegram, "sh -c 'exit 3'", log=tmp_path / "bot.log")

    with pytest.raises(RuntimeError, match=r"exited with 3; see .*bot\.log"):
        await bot.start()


async def test_a_webhook_bot_is_ready_when_it_listens(telegram: FakeTelegram, tmp_path: Path) -> None:
    command = f"{sys.executable} -m http.server {{webhook_port}} --bind 127.0.0.1"
    bot = BotProcess(telegram, command, webhook=True, cwd=tmp_path, log=tmp_path / "bot.log")

    async def registered() -> bool:
        """This bot cannot register itself."""
        if not telegram.calls:
            await call(telegram, "setWebhook", url=bot.webhook_url)
        return await bot.receives()

    await bot.start(ready=registered)
    assert bot.webhook_url.endswith(f":{bot.webhook_port}/webhook")
    await bot.stop()
