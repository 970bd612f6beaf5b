"""When the bot process is ready: database, model, action server and, while it serves Telegram, fresh news of it."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.bootstrap import App
from bot.channel.connector import Connector
from bot.channel.polling import POLL_SECONDS
from bot.observability.health import Check, NotReady
from bot.observability.probe import reachable

STALE_POLL = POLL_SECONDS * 3


def bot_checks(app: App, model: Callable[[], str]) -> dict[str, Check]:
    """The checks of a bot whose model is loaded; Telegram's is added when its connector starts."""

    async def loaded() -> dict[str, Any]:
        return {"model": model()}

    checks = {"database": app.database_check, "model": Check(loaded), "queues": Check(app.queue_ages, decides=False)}
    if app.settings.actions == "server":
        checks["actions"] = reachable(app.settings.actions_url)
    return checks


def telegram_check(connector: Connector) -> Check:
    """By polling: Telegram answered lately. By webhook: it listens, and when the latest update came is told."""

    started = asyncio.get_running_loop().time()

    async def ask() -> dict[str, Any]:
        now = asyncio.get_running_loop().time()
        if connector.listens:
            latest = connector.webhook.last_update
            return {"mode": "webhook", "last_update_seconds": round(now - latest) if latest else None}
        # The first poll may be held open as long as any other before it counts as missing.
        age = round(now - (connector.polling.last_answer or started))
        if age > STALE_POLL:
            raise NotReady("no_poll", mode="polling", last_poll_seconds=age)
        return {"mode": "polling", "last_poll_seconds": age}

    return Check(ask)
