"""Who works on what, among several bot workers: one at a time for a name.

A lock only orders the work. What must happen once is decided by the database (an update is finished once),
so that a worker that paused longer than its lease does no harm.
"""

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockError, RedisError

from bot.channel.insist import pause

log = logging.getLogger(__name__)

LEASE = 12.0
"""Seconds after which a lock whose holder died is free."""
ASK_EVERY = 0.05
PREFIX = "montoyer:lock:"


class Locks(Protocol):
    """Named locks. What is held is lost when `lost` is set."""

    def hold(self, name: str) -> AbstractAsyncContextManager[asyncio.Event]:
        """Wait for the lock and hold it; gives the event `lost`."""
        ...

    def try_hold(self, name: str) -> AbstractAsyncContextManager[bool]:
        """Hold the lock if it is free; whether it was."""
        ...


class OnlyWorker:
    """There is one worker: everything is its own."""

    @contextlib.asynccontextmanager
    async def hold(self, name: str) -> AsyncIterator[asyncio.Event]:
        """Held at once."""
        yield asyncio.Event()

    @contextlib.asynccontextmanager
    async def try_hold(self, name: str) -> AsyncIterator[bool]:
        """Always free."""
        yield True


class RedisLocks:
    """Locks that all workers see, by Redis. A holder renews its lease; one that dies loses it after `LEASE`."""

    def __init__(self, redis: "Redis[Any]", lease: float = LEASE) -> None:
        self._redis = redis
        self._lease = lease

    @contextlib.asynccontextmanager
    async def hold(self, name: str) -> AsyncIterator[asyncio.Event]:
        """Wait for the lock and hold it. Raises `RedisError` when Redis is away."""
        lock = self._lock(name)
        await lock.acquire()
        async with self._kept(lock) as lost:
            yield lost

    @contextlib.asynccontextmanager
    async def try_hold(self, name: str) -> AsyncIterator[bool]:
        """Hold the lock if it is free. Raises `RedisError` when Redis is away."""
        lock = self._lock(name)
        if not await lock.acquire(blocking=False):
            yield False
            return
        async with self._kept(lock):
            yield True

    def _lock(self, name: str) -> Lock:
        # Names hold chat ids: Redis sees a digest.
        key = PREFIX + hashlib.sha256(name.encode()).hexdigest()[:32]
        return Lock(self._redis, key, timeout=self._lease, sleep=ASK_EVERY, thread_local=False)

    @contextlib.asynccontextmanager
    async def _kept(self, lock: Lock) -> AsyncIterator[asyncio.Event]:
        lost = asyncio.Event()
        renewing = asyncio.create_task(self._renew(lock, lost))
        try:
            yield lost
        finally:
            renewing.cancel()
            # A lock that cannot be given back is free when its lease ends.
            with contextlib.suppress(LockError, RedisError):
                await lock.release()

    async def _renew(self, lock: Lock, lost: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        renewed = loop.time()
        while loop.time() - renewed < self._lease:
            await asyncio.sleep(self._lease / 4)
            try:
                await lock.reacquire()
                renewed = loop.time()
            except LockError:
                break
            except RedisError as trouble:
                log.warning("lease_not_renewed", extra={"reason": type(trouble).__name__})
        log.error("lease_lost")
        lost.set()


async def lead(locks: Locks, name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Run `work` whenever this worker is the one that holds `name`, until cancelled; begin again when it ends."""
    failures = 0
    while True:
        try:
            async with locks.hold(name) as lost:
                failures = 0
                await _until(work(), lost)
        except RedisError as trouble:
            failures += 1
            log.error("locks_away", extra={"reason": type(trouble).__name__})
        await asyncio.sleep(pause(failures + 1))


async def _until(work: Awaitable[None], lost: asyncio.Event) -> None:
    doing, losing = asyncio.ensure_future(work), asyncio.create_task(lost.wait())
    try:
        await asyncio.wait({doing, losing}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            await doing
    finally:
        for task in (doing, losing):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
