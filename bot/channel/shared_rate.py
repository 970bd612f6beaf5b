"""The overall sending limit, shared by several bot workers through Redis."""

import asyncio
import logging
import time
from contextlib import AbstractAsyncContextManager
from typing import Any

from aiolimiter import AsyncLimiter
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

WINDOWS = 4
"""Windows a second: the more, the smoother."""
KEY = "montoyer:sent"


class SharedRate(AbstractAsyncContextManager[None]):
    """Counts what all workers send in windows of a quarter of a second. Without Redis each keeps to its own limit."""

    def __init__(self, redis: "Redis[Any]", per_second: float) -> None:
        self._redis = redis
        self._most = max(1, int(per_second / WINDOWS))
        self._alone = AsyncLimiter(per_second, 1)

    async def __aenter__(self) -> None:
        await self.acquire()

    async def __aexit__(self, *error: object) -> None:
        """A call counts in the window in which it began."""

    async def acquire(self) -> None:
        """Return when one more message may be sent."""
        try:
            while not await self._counted():  # noqa: ASYNC110 - other workers send, nobody tells us
                await asyncio.sleep(1 / WINDOWS - time.time() % (1 / WINDOWS))
        except RedisError as trouble:
            log.warning("rate_not_shared", extra={"reason": type(trouble).__name__})
            await self._alone.acquire()

    async def _counted(self) -> bool:
        key = f"{KEY}:{int(time.time() * WINDOWS)}"
        async with self._redis.pipeline(transaction=True) as pipeline:
            count, _ = await pipeline.incr(key).expire(key, 2).execute()
        return int(count) <= self._most
