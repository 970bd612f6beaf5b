"""The webhook: a small ASGI app that a proxy forwards Telegram's posts to."""

import asyncio
import hmac
import json
import logging
from collections import Counter
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot

from bot.channel.insist import insist
from bot.channel.intake import Intake
from bot.channel.translate import ALLOWED_UPDATES
from bot.observability import metrics

log = logging.getLogger(__name__)

LARGEST_BODY = 1_000_000
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
CONNECTIONS = 40
RETRY_AFTER = 5
"""Seconds after which Telegram may bring an update again that we could not keep."""


class Webhook:
    """Accepts posts that carry the secret; `refused` counts the others by reason.

    `last_update` is the loop time of the latest update, for health.
    """

    def __init__(self, intake: Intake, secret: str) -> None:
        self._intake = intake
        self._secret = secret.encode()
        self.refused: Counter[str] = Counter()
        self.last_update = 0.0

    def app(self, path: str) -> Starlette:
        """The ASGI app that serves the path."""
        return Starlette(routes=[Route(path, self._receive, methods=["POST"])])

    async def _receive(self, request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._secret):
            return self._refuse("secret", 403)
        body = await _read(request)
        if body is None:
            return self._refuse("size", 413)
        update = _parse(body)
        if update is None:
            return self._refuse("form", 400)
        try:
            # Claimed on disk before the 200: what Telegram drops from its queue, we have in ours.
            self._intake.accept([update])
        except Exception as error:
            log.error("update_not_claimed", extra={"reason": type(error).__name__})
            await self._intake.turn_away([update])
            return Response(status_code=503, headers={"Retry-After": str(RETRY_AFTER)})
        metrics.TELEGRAM_HEARD.labels("webhook").set_to_current_time()
        self.last_update = asyncio.get_running_loop().time()
        return Response(status_code=200)

    def _refuse(self, reason: str, status: int) -> Response:
        self.refused[reason] += 1
        metrics.REFUSED_POSTS.labels(reason).inc()
        log.warning("webhook_refused", extra={"reason": reason})
        return Response(status_code=status)


async def _read(request: Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _parse(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    known = isinstance(update, dict) and type(update.get("update_id")) is int
    return update if known and 0 <= update["update_id"] < 2**63 else None


async def register(bot: Bot, url: str, secret: str) -> None:
    """Tell Telegram where to post, until it accepts."""
    call = partial(
        bot.set_webhook, url, secret_token=secret, allowed_updates=ALLOWED_UPDATES, max_connections=CONNECTIONS
    )
    await insist("webhook_not_registered", call)
