"""getUpdates: long polling with offsets as acknowledgements, and one poller at a time."""

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

from tests.telegram_server.records import ApiError, Clock, Json
from tests.telegram_server.updates import UpdateFeed

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; " + "use deleteWebhook to delete the webhook first"
)
MAX_UPDATES = 100
MAX_TIMEOUT = 50
# A poller that repeats its offset at once is slowed down: this long, and one update at a time.
REPEAT_PAUSE = 3.0
REPEAT_WINDOW = 0.5


class Hangup(ConnectionError):
    """The bot closed the connection while it waited: nothing may count as delivered."""


class Poller:
    """Answers getUpdates from the feed's queue."""

    def __init__(self, feed: UpdateFeed, clock: Clock, slow_repeats: bool) -> None:
        self._feed = feed
        self._clock = clock
        self._slow_repeats = slow_repeats
        self._current: asyncio.Future[float] | None = None
        self._conflict_until = 0.0
        self._last: tuple[int | None, float] = (None, 0.0)

    async def get_updates(self, params: Json, connected: Callable[[], bool]) -> list[Json]:
        """The next updates, or an empty list after the timeout; 409 when a webhook or a newer poller is there."""
        if self._feed.outlet:
            raise ApiError(409, WEBHOOK_ACTIVE)
        self._feed.choose_kinds(params)
        offset = params.get("offset", 0)
        limit, timeout = self._terms(params, offset)
        self.interrupt()
        mine = self._current = asyncio.get_running_loop().create_future()
        self._acknowledge(offset)
        news = self._feed.listen()
        try:
            return await self._wait(mine, news, limit, self._clock() + timeout, connected)
        finally:
            self._feed.forget(news)
            if self._current is mine:
                self._current = None

    def interrupt(self, by_webhook: bool = False) -> None:
        """Ends the request that waits now with 409: at once the first time, later ones after a pause."""
        if self._current is None or self._current.done():
            return
        now = self._clock()
        self._current.set_result(0.0 if by_webhook or now >= self._conflict_until else REPEAT_PAUSE)
        if not by_webhook:
            self._conflict_until = now + REPEAT_PAUSE

    def _terms(self, params: Json, offset: int) -> tuple[int, float]:
        limit = max(1, min(MAX_UPDATES, params.get("limit", MAX_UPDATES)))
        timeout = float(max(0, min(MAX_TIMEOUT, params.get("timeout", 0))))
        now = self._clock()
        last_offset, last_at = self._last
        self._last = (offset, now)
        if self._slow_repeats and offset == last_offset:
            if now < last_at + REPEAT_PAUSE:
                timeout = max(timeout, REPEAT_PAUSE)
            if now < last_at + REPEAT_WINDOW:
                limit = 1
        return limit, timeout

    def _acknowledge(self, offset: int) -> None:
        queue = self._feed.queue
        keep_last = -offset if offset < 0 else None
        while queue:
            oldest = queue[0]
            confirmed = offset > 0 and oldest.update_id < offset and not oldest.repeat
            surplus = keep_last is not None and len(queue) > keep_last
            if not confirmed and not surplus:
                return
            self._feed.mark_acknowledged(queue.popleft().update_id)

    async def _wait(
        self,
        mine: "asyncio.Future[float]",
        news: asyncio.Event,
        limit: int,
        until: float,
        connected: Callable[[], bool],
    ) -> list[Json]:
        while True:
            if mine.done():
                await asyncio.sleep(mine.result())
                raise ApiError(409, CONFLICT)
            if self._feed.queue:
                await asyncio.sleep(0)  # Lets a burst gather.
                return self._take(limit)
            left = until - self._clock()
            if left <= 0:
                return []
            news.clear()
            waiter = asyncio.ensure_future(news.wait())
            watched: set[asyncio.Future[Any]] = {waiter, mine}
            await asyncio.wait(watched, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            waiter.cancel()
            if not connected():
                raise Hangup

    def _take(self, limit: int) -> list[Json]:
        queue = self._feed.queue
        taken = list(itertools.islice(queue, limit))
        for pending in taken:
            self._feed.mark_delivered(pending.update_id)
            if pending.repeat:
                # Acknowledged before: no offset will ever confirm it again.
                queue.remove(pending)
        return [pending.update for pending in taken]
