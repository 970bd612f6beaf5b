"""`montoyer bot`, `actions` and `console`: one process each, for installations on several machines.

`montoyer run` starts the same commands; alone they expect a migrated database and a trained model.
"""

import asyncio
import os
from typing import TYPE_CHECKING, Annotated

import typer

from bot.domain.errors import InvalidSetting

if TYPE_CHECKING:
    from bot.bootstrap import App

Port = Annotated[int, typer.Option(help="Port on the address that MONTOYER_INTERNAL_HOST names.")]


def bot(port: Port = 5005) -> None:
    """Start a bot process alone: Telegram, the dialogue, and an internal address with its health."""
    # The numeric libraries would start a thread per core for work that is too small for one.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from bot.bootstrap import app

    if app().settings.actions == "server" and not app().settings.actions_url:
        raise InvalidSetting("MONTOYER_ACTIONS_URL", "is needed where MONTOYER_ACTIONS is server, as http://host:5055")
    # Both before Rasa is imported: it warns of its own pins, and brings along what we never use.
    observe("bot", app())
    from bot.dialogue import lean

    lean.install()
    from bot.channel.serve import serve

    _quick_loop()
    asyncio.run(serve(app(), port))


def _quick_loop() -> None:
    """Use uvloop where it is: Rasa brings it along except on Windows."""
    try:
        import uvloop
    except ImportError:
        return
    uvloop.install()


def actions(port: Port = 5055) -> None:
    """Start an action server alone."""
    from bot.bootstrap import app
    from bot.cli.action_server import serve

    if not app().settings.internal_token:
        raise InvalidSetting(
            "MONTOYER_INTERNAL_TOKEN", "is needed to start an action server alone: the bot has the same"
        )
    observe("actions", app())
    serve(port, app())


def console() -> None:
    """Start a console alone."""
    from bot.bootstrap import app
    from bot.console.server import serve

    observe("console", app())
    serve(app())


def observe(process: str, app: "App") -> None:
    """Logs and metrics of a process."""
    from bot.observability.exposition import expose
    from bot.observability.logging import configure

    settings = app.settings
    configure(process, settings.log_level, settings.log_format)
    expose(process, settings.metrics_host, settings.metrics_port, app.figures)
