"""A strict fake of Telegram's Bot API on the loopback address, with people who talk to the bot.

async with FakeTelegram() as telegram:
    user = telegram.user(1001, language="fr")
    await user.start()
    texts = await user.texts()
"""

import time
from types import TracebackType
from typing import Any

from aiohttp import web

from tests.telegram_server.dispatch import Dispatcher
from tests.telegram_server.faults import Fault, FaultPlan, FaultScript
from tests.telegram_server.gateway import Gateway
from tests.telegram_server.groups import Group
from tests.telegram_server.limits import RateLimits, Rates, Target
from tests.telegram_server.people import User
from tests.telegram_server.polling import Poller
from tests.telegram_server.records import ApiError, Call, Clock, Journal, Json, Problem
from tests.telegram_server.updates import UpdateFeed
from tests.telegram_server.webhook import Pace, WebhookDelivery
from tests.telegram_server.webhook_settings import WebhookSettings
from tests.telegram_server.world import World

TOKEN = "123456:TESTTOKENabcdefghijklmnopqrstuvwxyz0123"


class FakeTelegram:
    """One bot's server. `problems` is empty as long as the bot did nothing a real Telegram would refuse.

    `strict`: also refuse what Telegram accepts without having documented it. `slow_repeats`: hold back a
    poller that repeats its offset, as the real server does. `pace.pause_factor` below 1 shortens the
    pauses between webhook retries.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "montoyer_test_bot",
        host: str = "127.0.0.1",
        port: int = 0,
        rates: Rates | None = None,
        faults: FaultPlan | None = None,
        pace: Pace | None = None,
        strict: bool = True,
        slow_repeats: bool = True,
        clock: Clock = time.monotonic,
    ) -> None:
        self.token, self.host, self.port = token, host, port
        self.faults = faults or FaultPlan()
        journal = Journal()
        feed = UpdateFeed(journal, clock)
        limits = RateLimits(rates or Rates(), clock, journal)
        self.world = World(_bot(token, username), journal, feed, limits, clock)
        self.delivery = WebhookDelivery(feed, self.faults, clock, pace or Pace())
        poller = Poller(feed, clock, slow_repeats)
        settings = WebhookSettings(feed, self.delivery, poller, clock)
        self._script = FaultScript()
        dispatcher = Dispatcher(self.world, poller, settings, strict)
        gateway = Gateway(token, self.world, dispatcher, self.faults, self._script)
        self.delivery.reply_call = gateway.in_webhook_reply
        self._runner = web.AppRunner(gateway.application(), access_log=None, shutdown_timeout=1)
        self._users: dict[int, User] = {}
        self._groups: dict[int, Group] = {}

    async def __aenter__(self) -> "FakeTelegram":
        await self._runner.setup()
        await web.TCPSite(self._runner, self.host, self.port).start()
        self.port = int(self._runner.addresses[0][1])
        self.delivery.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.delivery.close()
        await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """What a bot takes for https://api.telegram.org."""
        return f"http://{self.host}:{self.port}"

    @property
    def calls(self) -> list[Call]:
        return self.world.journal.calls

    @property
    def problems(self) -> list[Problem]:
        return self.world.journal.problems

    def user(self, user_id: int, **details: Any) -> User:
        """The person with this id, made on first mention; for the details see User."""
        if user_id not in self._users:
            self._users[user_id] = User(self.world, user_id, **details)
        return self._users[user_id]

    def group(self, chat_id: int, **details: Any) -> Group:
        """The group or channel with this id, made on first mention; for the details see Group."""
        if chat_id not in self._groups:
            self._groups[chat_id] = Group(self.world, chat_id, **details)
        return self._groups[chat_id]

    def fail_next(
        self,
        method: str,
        times: int = 1,
        *,
        code: int = 0,
        description: str = "Forced",
        retry_after: int = 0,
        fault: Fault = Fault.NONE,
    ) -> None:
        """The next calls of the method (`*`: of any that sends) fail: with an error code, or with a fault."""
        error = ApiError(code, description, retry_after) if code else None
        self._script.add(method, times, error, fault)

    def ban(self, target: Target, seconds: float) -> None:
        self.world.limits.ban(target, seconds)

    def redeliver(self, update: Json) -> None:
        self.world.feed.redeliver(update)

    def expire_presses(self) -> None:
        """All presses so far are too old to be answered."""
        for press in self.world.presses.values():
            press.valid_until = float("-inf")

    def pending(self) -> int:
        """Updates that the bot has not acknowledged."""
        return self.world.feed.waiting()

    def report(self) -> Json:
        return self.world.journal.summary() | {"pending": self.pending()}


def _bot(token: str, username: str) -> Json:
    return {
        "id": int(token.partition(":")[0]),
        "is_bot": True,
        "first_name": "Montoyer",
        "username": username,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
