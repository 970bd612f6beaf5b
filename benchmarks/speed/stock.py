"""The stock bot: what `rasa init` gives, trained with its default pipeline (DIET, TED), on Rasa's Telegram channel."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path("var/benchmark/stock")
TOKEN_AND_PLACES = """\
stock_channel.StockTelegram:
  access_token: ${TELEGRAM_BOT_TOKEN}
  verify: montoyer_test_bot
  webhook_url: ${TELEGRAM_WEBHOOK_URL}
"""
SQL_STORE = "tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: tracker.db\n"
ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SANIC_WORKERS": "1",
    "OMP_NUM_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
}
WEBHOOK_PATH = "/webhooks/telegram/webhook"
QUESTIONS = ("are you a bot?", "are you a human?", "am I talking to a bot?", "am I talking to a human?")


def build(seconds: float) -> Path:
    """Make the bot's folder and train it, unless that was done before, at most so long; gives the folder."""
    from rasa.cli.scaffold import create_initial_project

    folder = FOLDER.resolve()
    if not list(folder.glob("models/*.tar.gz")):
        folder.mkdir(parents=True, exist_ok=True)
        create_initial_project(str(folder))
        rasa("train", cwd=folder, seconds=seconds)
    shutil.copy(Path(__file__).with_name("stock_channel.py"), folder)
    (folder / "credentials.yml").write_text(TOKEN_AND_PLACES, "utf-8")
    (folder / "stored.yml").write_text(SQL_STORE, "utf-8")
    return folder


def rasa(*arguments: str, cwd: Path, seconds: float) -> None:
    """Run a command of plain Rasa to its end. Raises `subprocess.SubprocessError` when it fails or takes too long."""
    command = [sys.executable, "-m", "rasa", *arguments]
    environment = {**os.environ, **ENVIRONMENT}
    subprocess.run(command, cwd=cwd, env=environment, check=True, capture_output=True, timeout=seconds)


def command(stored: bool = False) -> str:
    """How the stock bot is started; `stored`: with dialogues in SQLite instead of in memory."""
    endpoints = " --endpoints stored.yml" if stored else ""
    return f"{sys.executable} -m rasa run --port {{webhook_port}} -i 127.0.0.1{endpoints}"
