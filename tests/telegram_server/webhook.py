"""Delivery of updates to a webhook: in order within a lane, lanes in parallel, with retries."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp

from tests.telegram_server.faults import FaultPlan
from tests.telegram_server.records import Clock, Json
from tests.telegram_server.updates import Lane, Pending, UpdateFeed

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
SHORTEST_PAUSE = 0.02

# Carries out the method call that a bot may put into its answer to a webhook post.
ReplyCall = Callable[[str, Json], Awaitable[None]]


@dataclass
class Registration:
    """What setWebhook asked for, and the last failure as getWebhookInfo shows it."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_date: int = 0


@dataclass(frozen=True)
class Delivery:
    """One post to the webhook; `error` is empty when the bot answered 2xx and Telegram got to know."""

    update_id: int
    error: str
    started: float
    seconds: float


@dataclass
class _Parcel:
    pending: Pending
    failures: int = 0


@dataclass
class _Answer:
    error: str = ""
    retry_after: int = 0
    body: bytes = b""


@dataclass(frozen=True)
class Pace:
    """How long one post may take, and the factor that shortens Telegram's pauses between retries."""

    timeout: float = 60.0
    pause_factor: float = 1.0


def retry_pause(failures: int, retry_after: int, ceiling: int) -> int:
    """Seconds before the next try: the bot's own wish, else none after one failure, then 2, 4, 8..."""
    if retry_after or failures == 1:
        return retry_after
    return min(ceiling, 1 << (failures - 1))


@dataclass
class WebhookDelivery:
    """The feed's outlet while `registration` is set."""

    feed: UpdateFeed
    faults: FaultPlan
    clock: Clock
    pace: Pace
    reply_call: ReplyCall | None = None
    registration: Registration | None = None
    log: list[Delivery] = field(default_factory=list)
    _session: aiohttp.ClientSession | None = None
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    _lanes: dict[Lane, deque[_Parcel]] = field(default_factory=dict)
    _workers: dict[Lane, "asyncio.Task[None]"] = field(default_factory=dict)

    def open(self) -> None:
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def close(self) -> None:
        self.registration = None
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        if self._session:
            await self._session.close()

    def register(self, registration: Registration) -> None:
        """Starts posting there, first of all what was waiting for getUpdates."""
        self.registration = registration
        self._slots = asyncio.Semaphore(registration.max_connections)
        self.feed.outlet = self
        waiting, self.feed.queue = self.feed.queue, deque()
        for pending in waiting:
            self.put(pending)

    def unregister(self) -> None:
        """Gives back to getUpdates what was not acknowledged, in the order of the updates."""
        self.registration = None
        self.feed.outlet = None
        parcels = [parcel.pending for lane in self._lanes.values() for parcel in lane]
        self._lanes.clear()
        for pending in sorted(parcels, key=lambda pending: pending.update_id):
            self.feed.put(pending)

    def put(self, pending: Pending) -> None:
        self._lanes.setdefault(pending.lane, deque()).append(_Parcel(pending))
        if pending.lane not in self._workers:
            self._workers[pending.lane] = asyncio.ensure_future(self._work(pending.lane))

    def waiting(self) -> int:
        return sum(len(lane) for lane in self._lanes.values())

    def clear(self) -> None:
        self._lanes.clear()

    async def _work(self, lane: Lane) -> None:
        try:
            while self.registration and self._lanes.get(lane):
                await self._deliver(self._lanes[lane][0])
        finally:
            del self._workers[lane]
            if not self._lanes.get(lane):
                self._lanes.pop(lane, None)

    async def _deliver(self, parcel: _Parcel) -> None:
        registration = self.registration
        async with self._slots:
            # Set anew while this waited for a free connection.
            if registration is None or self.registration is not registration:
                return
            answer = await self._post(parcel, registration)
        if not answer.error:
            self._remove(parcel)
            await self._obey(answer.body)
            return
        registration.last_error = answer.error
        registration.last_error_date = int(time.time())
        parcel.failures += 1
        pause = retry_pause(parcel.failures, answer.retry_after, self.faults.retry_ceiling())
        await asyncio.sleep(max(SHORTEST_PAUSE, pause * self.pace.pause_factor))

    async def _post(self, parcel: _Parcel, registration: Registration) -> _Answer:
        update_id = parcel.pending.update_id
        started = self.clock()
        self.feed.mark_delivered(update_id)
        try:
            answer = await self._send(parcel.pending.update, registration)
        except asyncio.TimeoutError:
            answer = _Answer("Read timeout expired")
        except aiohttp.ClientError as error:
            answer = _Answer(f"Connection: {type(error).__name__}")
        self.log.append(Delivery(update_id, answer.error, started, self.clock() - started))
        return answer

    async def _send(self, update: Json, registration: Registration) -> _Answer:
        assert self._session is not None, "the server is not open"
        headers = {SECRET_HEADER: registration.secret} if registration.secret else {}
        timeout = aiohttp.ClientTimeout(total=self.pace.timeout)
        async with self._session.post(
            registration.url, json=update, headers=headers, timeout=timeout, allow_redirects=False
        ) as response:
            body = await response.read()
            if not 200 <= response.status < 300:
                wait = response.headers.get("Retry-After", "0")
                words = f"Wrong response from the webhook: {response.status} {response.reason}"
                return _Answer(words, int(wait) if wait.isdigit() else 0)
            if self.faults.loses_ack():
                return _Answer("(fault) answer lost")
            return _Answer(body=body if response.content_type == "application/json" else b"")

    def _remove(self, parcel: _Parcel) -> None:
        self.feed.mark_acknowledged(parcel.pending.update_id)
        lane = self._lanes.get(parcel.pending.lane)
        if lane and lane[0] is parcel:
            lane.popleft()

    async def _obey(self, body: bytes) -> None:
        try:
            order = json.loads(body)
        except ValueError:
            return
        if self.reply_call and isinstance(order, dict) and "method" in order:
            await self.reply_call(str(order.pop("method")), order)
