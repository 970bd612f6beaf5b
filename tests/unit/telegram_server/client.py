"""The bot's side in these tests: one that calls methods, one that a webhook points to."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import aiohttp
from aiohttp import web

from tests.telegram_server.records import Json
from tests.telegram_server.server import FakeTelegram


@dataclass(frozen=True)
class Answer:
    status: int
    body: Json

    @property
    def result(self) -> Any:
        assert self.status == 200, self.body
        return self.body["result"]

    @property
    def error(self) -> str:
        assert self.status != 200, self.body
        return str(self.body["description"])


async def call(telegram: FakeTelegram, method: str, /, **params: Any) -> Answer:
    address = f"{telegram.base_url}/bot{telegram.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(address, json=params) as response:
        return Answer(response.status, await response.json())


async def until(condition: Callable[[], object]) -> None:
    """Waits for something that happens in the background."""

    async def look() -> None:
        while not condition():
            await asyncio.sleep(0.005)

    await asyncio.wait_for(look(), 10)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class WebhookBot:
    """Takes updates on a webhook. `answers` are given first, then always 200; `held` keeps posts waiting."""

    def __init__(self, *answers: web.Response) -> None:
        self.updates: list[Json] = []
        self.secrets: list[str] = []
        self.held: asyncio.Event | None = None
        self.busy = 0
        self.busiest = 0
        self._answers = list(answers)
        app = web.Application()
        app.router.add_post("/hook", self._take)
        self._runner = web.AppRunner(app, shutdown_timeout=1)

    async def __aenter__(self) -> "WebhookBot":
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.held:
            self.held.set()
        await self._runner.cleanup()

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates]

    async def _take(self, request: web.Request) -> web.Response:
        self.updates.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        if self.held:
            await self.held.wait()
        self.busy -= 1
        return self._answers.pop(0) if self._answers else web.Response()
