"""The Telegram connector: intake, turns and sending, put together, started and drained."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Iterator
from typing import Any

import uvicorn
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.answers.shelf import Shelf
from bot.bootstrap import App, clock
from bot.channel import profile, webhook
from bot.channel.api import call, make_bot, request
from bot.channel.chat_gate import ChatGate
from bot.channel.chat_loop import ChatLoop
from bot.channel.desk import Desk
from bot.channel.insist import insist
from bot.channel.locks import OnlyWorker, lead
from bot.channel.polling import Polling
from bot.channel.staff_room import StaffRoom
from bot.channel.topic_loop import TopicLoop
from bot.channel.turns import Handle, Turns
from bot.channel.workers import Workers
from bot.domain.errors import InvalidSetting

log = logging.getLogger(__name__)

DRAIN_SECONDS = 8.0


class Connector:
    """Serves one bot by polling, or by webhook when an address is set."""

    def __init__(
        self, app: App, handle: Handle, shelf: Shelf, bot: Bot | None = None, workers: Workers | None = None
    ) -> None:
        self._settings = app.settings
        self._workers = workers or Workers(OnlyWorker())
        self._secret = app.webhook_secret
        self._shelf = shelf
        self.bot = bot or make_bot(app.settings)
        self.sender = self._workers.sender(app, self._send)
        turns = Turns(handle, app.new_work, clock, app.conversations, shelf, time.monotonic)
        gate = ChatGate(app.live_chat.gate, app.live_chat.requests, app.new_work)
        group, room = self._settings.staff_group, StaffRoom(app.staff_group)
        self.desk = Desk(turns, self.sender, app.conversations, app.new_work, clock, self._aside, gate, group, room)
        self.topics = TopicLoop(app.topic_board, app.staff_words, self._request, self.sender.limits) if group else None
        self.intake = self._workers.intake(app, self.desk.handle, self.desk.trouble)
        self.chats = ChatLoop(app.live_chat.timers, app.new_work, clock, self.intake.put, self._aside, app.new_reading)
        self.polling = Polling(self.bot, self.intake)
        self.webhook = webhook.Webhook(self.intake, self._secret)
        self._tasks: list[asyncio.Task[Any]] = []
        self._server: uvicorn.Server | None = None

    @property
    def listens(self) -> bool:
        """Whether Telegram posts to us; else we poll."""
        return bool(self._settings.telegram_webhook_url)

    async def start(self) -> None:
        """Begin to serve. Raises `InvalidSetting` when Telegram does not know the token."""
        await self._introduce()
        self.sender.resume()
        self.intake.resume()
        self._tasks.append(asyncio.create_task(self.sender.watch()))
        self._tasks.append(asyncio.create_task(self.intake.sweep()))
        self._tasks.append(asyncio.create_task(lead(self._workers.locks, "chats", self.chats.run)))
        if self.topics is not None:
            self._tasks.append(asyncio.create_task(lead(self._workers.locks, "topics", self.topics.run)))
        if self.listens:
            await self._serve_webhook()
        else:
            # Telegram gives updates to one poller; the other workers stand by.
            self._tasks.append(asyncio.create_task(lead(self._workers.locks, "polling", self.polling.run)))
        self._tasks.append(asyncio.create_task(profile.publish(self.bot, self._shelf.catalogue(time.monotonic()))))

    async def stop(self) -> None:
        """Take nothing new, finish what runs within a few seconds; the rest waits in the database."""
        if self._server is not None:
            self._server.should_exit = True
        for task in self._tasks:
            task.cancel()
        await self.intake.drain(DRAIN_SECONDS)
        await self.sender.finish(DRAIN_SECONDS)
        await self.bot.shutdown()

    async def _introduce(self) -> None:
        try:
            await insist("telegram_unreachable", self.bot.initialize)
        except InvalidToken:
            raise InvalidSetting("TELEGRAM_BOT_TOKEN", "Telegram does not know this token") from None
        self.intake.bot_name = self.bot.username

    async def _serve_webhook(self) -> None:
        config = uvicorn.Config(
            self.webhook.app(self._settings.webhook_path),
            host=self._settings.internal_host,
            port=self._settings.telegram_webhook_port,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
        )
        self._server = QuietServer(config)
        self._tasks.append(asyncio.create_task(self._server.serve()))
        while not self._server.started:
            if self._tasks[-1].done():
                raise InvalidSetting("TELEGRAM_WEBHOOK_PORT", f"port {config.port} cannot be opened")
            await asyncio.sleep(0.02)
        register = webhook.register(self.bot, self._settings.telegram_webhook_url, self._secret)
        self._tasks.append(asyncio.create_task(register))

    async def _send(self, method: str, params: dict[str, Any]) -> int | None:
        return await call(self.bot, method, params)

    async def _request(self, method: str, params: dict[str, Any]) -> Any:
        return await request(self.bot, method, params)

    async def _aside(self, method: str, params: dict[str, Any]) -> None:
        try:
            await call(self.bot, method, params)
        except TelegramError as trouble:
            log.info("aside_failed", extra={"method": method, "reason": str(trouble)})


class QuietServer(uvicorn.Server):
    """Leaves signals to the process that runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield
