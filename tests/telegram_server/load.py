"""Open-loop load: people write at a given rate whether or not the bot keeps up."""

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.telegram_server.matching import Expected, Tally, percentile
from tests.telegram_server.people import User
from tests.telegram_server.records import Json
from tests.telegram_server.server import FakeTelegram

FIRST_USER = 50_000

# (user id, number of the person's message) -> (text, pattern of its answer)
Script = Callable[[int, int], tuple[str, re.Pattern[str]]]


def echo(user_id: int, number: int) -> tuple[str, re.Pattern[str]]:
    """For a bot that repeats what it is told: every message is unique."""
    token = f"msg-{user_id}-{number}"
    return token, re.compile(re.escape(token) + r"(?!\d)")


@dataclass(frozen=True)
class Load:
    """`users` people write together `rate` messages a second for `seconds`.

    The run ends when every message has `replies_each` replies and nothing came for `settle` seconds, or
    `drain` seconds after the last message.
    """

    users: int = 50
    rate: float = 10.0
    seconds: float = 20.0
    script: Script = echo
    replies_each: int = 1
    drain: float = 15.0
    settle: float = 2.0
    seed: int = 7
    language: str = "en"
    first_user: int = FIRST_USER

    @property
    def messages(self) -> int:
        return int(self.rate * self.seconds)


async def run_load(telegram: FakeTelegram, load: Load, meanwhile: Callable[[], Awaitable[None]] | None = None) -> Json:
    """The figures of the run; `meanwhile` runs beside it, for example to kill and restart the bot."""
    ids = range(load.first_user, load.first_user + load.users)
    users = [telegram.user(user_id, language=load.language) for user_id in ids]
    seen = {user.id: len(user.inbox.replies) for user in users}
    started = time.monotonic()
    side = asyncio.ensure_future(meanwhile()) if meanwhile else None
    expected = await _write(users, load, started)
    sending_took = time.monotonic() - started
    if side:
        await side
    await _drain(users, load, sum(seen.values()))
    tally = Tally()
    for user in users:
        tally.add(expected[user.id], user.inbox.replies[seen[user.id] :])
    return _figures(telegram, load, tally, started, sending_took)


async def _write(users: list[User], load: Load, started: float) -> dict[int, list[Expected]]:
    shuffler = random.Random(load.seed)
    order = list(users)
    expected: dict[int, list[Expected]] = {user.id: [] for user in users}
    for number in range(load.messages):
        if number % len(order) == 0:
            shuffler.shuffle(order)
        user = order[number % len(order)]
        await asyncio.sleep(max(0.0, started + number / load.rate - time.monotonic()))
        text, answer = load.script(user.id, len(expected[user.id]))
        expected[user.id].append(Expected(await user.send(text), answer))
    return expected


async def _drain(users: list[User], load: Load, seen: int) -> None:
    until = time.monotonic() + load.drain
    count, changed_at = -1, time.monotonic()
    while time.monotonic() < until:
        now = sum(len(user.inbox.replies) for user in users) - seen
        if now != count:
            count, changed_at = now, time.monotonic()
        if count >= load.messages * load.replies_each and time.monotonic() - changed_at > load.settle:
            return
        await asyncio.sleep(0.1)


def _figures(telegram: FakeTelegram, load: Load, tally: Tally, started: float, sending_took: float) -> Json:
    answered = len(tally.latencies)
    span = max(tally.answered_at, default=started) - started
    return {
        "sent": load.messages,
        "rate_offered": round(load.messages / max(sending_took, 1e-9), 2),
        "answered": answered,
        "lost": tally.lost,
        "duplicated": tally.duplicated,
        "out_of_order": tally.out_of_order,
        "unmatched": tally.unmatched,
        "p50": percentile(tally.latencies, 50),
        "p95": percentile(tally.latencies, 95),
        "p99": percentile(tally.latencies, 99),
        "max": round(max(tally.latencies), 3) if answered else None,
        "throughput": round(answered / span, 2) if span > 0 else 0.0,
        "redelivered_updates": sum(len(times) > 1 for times in telegram.world.feed.delivered.values()),
        "pending": telegram.pending(),
    }
