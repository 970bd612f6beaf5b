"""The command `montoyer`. Each command imports only what it needs."""

import asyncio
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import lifeline
from bot.cli.bench import bench
from bot.cli.candidate import candidate
from bot.cli.check import check
from bot.cli.doctor import doctor
from bot.cli.keeping import backup, restore, rotate_keys
from bot.cli.new_topic import new
from bot.cli.probe import probe
from bot.cli.report import report
from bot.cli.retention import retention
from bot.cli.staff import staff
from bot.cli.start import actions, bot, console
from bot.cli.try_out import try_out
from bot.domain.errors import InvalidFile, InvalidSetting

montoyer = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The assistant of IOM's Country Office for Belgium and Luxembourg.",
)
for command in (doctor, bench, staff, bot, actions, console, probe, backup, restore, retention, rotate_keys):
    montoyer.command()(command)
montoyer.command()(check)
montoyer.command()(report)
montoyer.command(hidden=True)(candidate)
montoyer.command(name="try")(try_out)
montoyer.add_typer(new, name="new")


def main() -> None:
    """Run a command. A wrong setting or file is one line on standard error and exit code 2."""
    lifeline.hold()
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    try:
        montoyer()
    except (InvalidSetting, InvalidFile) as fault:
        print(f"montoyer: {fault}", file=sys.stderr)
        sys.exit(2)


@montoyer.command()
def run() -> None:
    """Start the whole assistant: bot, action server and console. Ctrl-C stops it."""
    from bot.bootstrap import build, environment
    from bot.cli.supervisor import Supervisor, check_port
    from bot.cli.training import train_apart
    from bot.dialogue.model_files import trained_model
    from bot.storage.migrate import migrate as bring_up

    app = build(environment())
    settings = app.settings
    check_port("MONTOYER_CONSOLE_PORT", settings.console_host, settings.console_port)
    if settings.telegram_webhook_url:
        check_port("TELEGRAM_WEBHOOK_PORT", "127.0.0.1", settings.telegram_webhook_port)
    with _step("Database"):
        bring_up(app.engine)
    if trained_model(Path.cwd(), settings.models) is None:
        with _step("Training (several minutes the first time, less than one after an edit)"):
            train_apart()

    async def supervise() -> int:
        supervisor = Supervisor(settings, _say)
        return await supervisor.run(lambda: _greet(supervisor.console_address))

    def _greet(address: str) -> None:
        address = settings.console_url or address
        _say("Ready.")
        _say(f"Console:  {address}")
        _say(f"Telegram: {_telegram(settings.telegram_bot_token, settings.telegram_webhook_url)}")
        if not app.accounts.any():
            from bot.domain.staff import Role

            link = f"{address}/welcome/{app.accounts.invite('admin', Role.ADMIN)}"
            _say(f"First sign-in (works once, for 24 hours): {link}")

    sys.exit(asyncio.run(supervise()))


def _telegram(token: str, webhook: str) -> str:
    if not token:
        return "off, TELEGRAM_BOT_TOKEN is not set; the console's Playground works"
    return f"on, webhook {webhook}" if webhook else "on, long polling"


@montoyer.command()
def train(
    force: Annotated[bool, typer.Option(help="Train even if nothing changed.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Train on every save, and tell what changed.")] = False,
    sentences: Annotated[Path | None, typer.Option(help="With --watch: own sentences to follow, one a line.")] = None,
) -> None:
    """Train the assistant if data, domain or configuration changed."""
    from bot.bootstrap import environment
    from bot.dialogue.training import TrainingFailed
    from bot.dialogue.training import train as train_assistant
    from bot.observability.logging import configure
    from bot.settings import Settings

    settings = Settings.read(environment())
    if watch:
        from bot.cli.training_watch import watch as train_on_every_save

        configure("train", "ERROR")
        train_on_every_save(Path.cwd(), settings.models, sentences)
        return
    configure("train", "INFO")
    try:
        model = train_assistant(Path.cwd(), settings.models, force)
    except TrainingFailed as failure:
        print(f"montoyer: training failed: {failure}", file=sys.stderr)
        sys.exit(1)
    _say(f"Model: {model}")


@montoyer.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from bot.bootstrap import build, environment
    from bot.storage.migrate import migrate as bring_up

    bring_up(build(environment()).engine)


@montoyer.command()
def key() -> None:
    """Make a key for MONTOYER_SECRET_KEYS or MONTOYER_PSEUDONYM_KEY."""
    print(secrets.token_urlsafe(48))


def _say(line: str) -> None:
    print(line, flush=True)


@contextmanager
def _step(name: str) -> Iterator[None]:
    """Show a step and how long it took."""
    print(f"{name} …", end=" ", flush=True)
    started = time.monotonic()
    yield
    print(f"done ({time.monotonic() - started:.1f} s)", flush=True)
