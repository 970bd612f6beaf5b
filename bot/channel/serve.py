"""The bot process: the assistant, its Telegram connector and its internal address."""

import asyncio
import logging
import signal
import time
from functools import partial
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from bot.answers.generator import CatalogueGenerator
from bot.bootstrap import App, clock
from bot.channel.comparison import Comparison
from bot.channel.connector import Connector, QuietServer
from bot.channel.internal import Internal
from bot.channel.locks import lead
from bot.channel.model_watch import ModelWatch
from bot.channel.readiness import bot_checks, telegram_check
from bot.channel.turns import Turns
from bot.channel.workers import workers
from bot.dialogue.action_endpoints import ActionServer, InProcessActions
from bot.dialogue.assistant import load_assistant
from bot.dialogue.model_files import latest_model
from bot.dialogue.tracker_store import SqlTrackerStore
from bot.domain.errors import InvalidSetting
from bot.services import window_numbers
from bot.storage.only_worker import claim

log = logging.getLogger(__name__)

TIDY_EVERY = 3600.0
WARM_UP_AFTER = 3.0


async def serve(app: App, internal_port: int) -> None:
    """Serve until SIGTERM or SIGINT. Raises `InvalidSetting` when there is no model or no valid token."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    settings = app.settings
    model = latest_model(settings.models)
    if model is None:
        raise InvalidSetting("MONTOYER_MODELS", f"holds no trained model ({settings.models}); run `montoyer train`")
    shelf = app.shelf
    # A turn is run again from its claim when a power cut takes it back.
    store = SqlTrackerStore(
        app.new_repeatable_work, clock, None, app.engine.dialect.name != "sqlite", new_reading=app.new_reading
    )
    actions = (
        InProcessActions("actions")
        if settings.actions == "in_process"
        else ActionServer(f"{settings.actions_url}/webhook", settings.internal_token)
    )
    assistant = load_assistant(model, store, CatalogueGenerator(shelf=shelf), actions)
    log.info("model_loaded", extra={"model": model.name})
    turns = Turns(assistant.handle_message, app.new_work, clock, app.conversations, shelf, time.monotonic)
    compare = Comparison(assistant, settings.models).ask
    token, parse = settings.internal_token, assistant.parse_message
    internal = Internal(turns, app.conversations, store, Path.cwd(), token, parse, compare)
    watch = ModelWatch(assistant, app.new_work, app.new_reading, clock, Path.cwd(), settings.models)
    watch.begin()
    checks = bot_checks(app, lambda: watch.serving)
    server = _server(internal.app(checks), settings.internal_host, internal_port)
    serving = asyncio.create_task(server.serve())
    crew = workers(settings)
    alone = None if settings.redis_url else claim(app.engine)
    connector = Connector(app, assistant.handle_message, shelf, workers=crew) if settings.telegram_bot_token else None
    tidying = asyncio.create_task(lead(crew.locks, "tidying", partial(_tidy, app)))
    watching = asyncio.create_task(watch.run())
    warming = asyncio.create_task(asyncio.to_thread(_warm_up))
    try:
        if connector:
            checks["telegram"] = telegram_check(connector)
            await connector.start()
        await stopping.wait()
    finally:
        tidying.cancel()
        watching.cancel()
        warming.cancel()
        if connector:
            await connector.stop()
        server.should_exit = True
        await serving
        await actions.close()
        await crew.close()
        if alone is not None:
            alone.close()


def _warm_up() -> None:
    # Once people are answered: nobody answers the question for a time of day within the first seconds.
    time.sleep(WARM_UP_AFTER)
    window_numbers.warm_up()


async def _tidy(app: App) -> None:
    """Remove what is too old, now and every hour; a failure is logged and tried again in an hour."""
    while True:
        try:
            await asyncio.to_thread(app.retention.apply)
        except Exception as error:
            log.error("retention_failed", extra={"reason": type(error).__name__})
        await asyncio.sleep(TIDY_EVERY)


def _server(internal: Starlette, host: str, port: int) -> uvicorn.Server:
    config = uvicorn.Config(
        internal,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
    )
    return QuietServer(config)
