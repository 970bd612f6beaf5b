"""Repeat a call to Telegram until it succeeds."""

import asyncio
import itertools
import logging
import random
from collections.abc import Awaitable, Callable

from telegram.error import InvalidToken, RetryAfter, TelegramError

log = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0


def pause(tries: int) -> float:
    """Seconds before the next try: doubling from half a second to a minute, with jitter so that many spread."""
    longest = min(LONGEST_PAUSE, 0.5 * 2.0 ** (tries - 1))
    return longest * random.uniform(0.6, 1.0)  # noqa: S311 - spreading load, not secrets


def seconds(limit: RetryAfter) -> float:
    """How long Telegram asked to wait."""
    wait = limit.retry_after
    return float(wait if isinstance(wait, int) else wait.total_seconds())


async def insist(event: str, call: Callable[[], Awaitable[object]], most_tries: int | None = None) -> bool:
    """Call until it succeeds, or at most so often; whether it did. Failures are logged as `event`.

    Raises `InvalidToken` at once: no trying helps.
    """
    for tries in itertools.count(1):
        try:
            await call()
        except InvalidToken:
            raise
        except RetryAfter as limit:
            await asyncio.sleep(seconds(limit))
        except TelegramError as trouble:
            log.warning(event, extra={"tries": tries, "reason": str(trouble)})
            if tries == most_tries:
                return False
            await asyncio.sleep(pause(tries))
        else:
            return True
    return False
