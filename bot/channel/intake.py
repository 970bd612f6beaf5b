"""Takes updates in: claimed durably before they are acknowledged, then in order within each chat."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from bot.channel.faults import passes
from bot.channel.insist import pause
from bot.channel.translate import translate
from bot.domain.errors import AlreadyHandled
from bot.domain.incoming import Incoming
from bot.observability import metrics
from bot.observability.request import for_request, new_request
from bot.observability.spans import note, of_this_turn, span
from bot.services.ports import Clock, NewWork

log = logging.getLogger(__name__)

PATIENCE = 3
"""How often an update that breaks our own code is tried before it is put aside."""

APOLOGISE_AFTER = 5.0
"""Seconds of one failed try after which a person should hear of it; else after the second failed try."""
APOLOGISE_AGAIN = 600.0
"""Seconds within which a chat is told once, however many messages and failures there are."""

Act = Callable[[Incoming], Awaitable[None]]

Queue = deque[tuple[float, Incoming]]
"""What a chat has waiting, each with the moment (`perf_counter`) since when."""


class Intake:
    """Accepts updates and hands each to `handle`, once. `trouble` tells a person that a part of us is down."""

    def __init__(self, handle: Act, trouble: Act, new_work: NewWork, clock: Clock) -> None:
        self._handle = handle
        self._trouble = trouble
        self._new_work = new_work
        self._clock = clock
        self._queues: dict[str, Queue] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: dict[str, float] = {}
        self.bot_name = ""

    def resume(self) -> None:
        """Finish what a crash cut off."""
        with self._new_work() as work:
            left = work.inbox.unhandled()
        for claim in left:
            self._enqueue(translate(claim.payload, self.bot_name))

    def accept(self, updates: list[dict[str, Any]]) -> None:
        """Claim updates in one transaction; after this returns they may be acknowledged.

        Raises what the database raises: then they must not be, and the platform delivers them again.
        """
        read = {update["update_id"]: translate(update, self.bot_name) for update in updates}
        addresses = {update_id: incoming.address for update_id, incoming in read.items()}
        with span("intake"), self._new_work() as work:
            new = work.inbox.claim(updates, self._clock(), addresses)
            work.commit()
        for update_id in new:
            self._enqueue(read[update_id])

    def put(self, incoming: Incoming) -> None:
        """Queue something of our own behind what the person wrote."""
        self._enqueue(incoming)

    async def sweep(self) -> None:
        """Take up what other workers left behind: there are none."""

    async def turn_away(self, updates: list[dict[str, Any]]) -> None:
        """Updates could not be claimed: whoever wrote is told, once."""
        for update in updates:
            await self._apologise(translate(update, self.bot_name))

    async def drain(self, seconds: float) -> None:
        """Let running turns end, at most so long; what is left is finished after the next start."""
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=seconds)
        for task in list(self._tasks):
            task.cancel()

    def _enqueue(self, incoming: Incoming) -> None:
        queue = self._queues.get(incoming.address)
        if queue is not None:
            queue.append((time.perf_counter(), incoming))
            return
        self._queues[incoming.address] = deque([(time.perf_counter(), incoming)])
        task = asyncio.create_task(self._work_off(incoming.address))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work_off(self, address: str) -> None:
        queue = self._queues[address]
        try:
            while queue:
                since, incoming = queue[0]
                await self._turn(incoming, since)
                queue.popleft()
        finally:
            self._queues.pop(address, None)

    async def _turn(self, incoming: Incoming, since: float | None = None) -> None:
        with for_request(new_request()):
            of_this_turn()
            if since is not None:
                note("wait", time.perf_counter() - since)
            await self._see_through(incoming)

    async def _see_through(self, incoming: Incoming) -> None:
        """Try an update until it is handled; one that breaks our own code is put aside after a few tries."""
        log.info("update_taken", extra={"kind": incoming.kind.value})
        metrics.UPDATES.labels(incoming.kind.value).inc()
        tries = 0
        while True:
            tries += 1
            started = time.monotonic()
            try:
                await self._handle(incoming)
            except AlreadyHandled:
                # Another worker was faster while this one paused; its answer counts.
                log.warning("handled_elsewhere")
                return
            except Exception as error:
                log.error("turn_failed", extra={"tries": tries, "reason": type(error).__name__}, exc_info=tries == 1)
                if tries > 1 or time.monotonic() - started > APOLOGISE_AFTER:
                    await self._apologise(incoming)
                if tries >= PATIENCE and not passes(error):
                    await self._put_aside(incoming)
                    return
                await asyncio.sleep(pause(tries + 1))
            else:
                return

    async def _apologise(self, incoming: Incoming) -> None:
        now = time.monotonic()
        self._told = {chat: at for chat, at in self._told.items() if now - at < APOLOGISE_AGAIN}
        if incoming.address in self._told:
            return
        self._told[incoming.address] = now
        try:
            await self._trouble(incoming)
        except Exception as error:
            log.error("apology_failed", extra={"reason": type(error).__name__})

    async def _put_aside(self, incoming: Incoming) -> None:
        """Finish an update without an answer, however long the database takes to come back."""
        tries = 0
        while True:
            tries += 1
            try:
                with self._new_work() as work:
                    work.inbox.finish(incoming.update_id, None, self._clock())
                    work.commit()
            except Exception as error:
                log.error("put_aside_failed", extra={"tries": tries, "reason": type(error).__name__})
                await asyncio.sleep(pause(tries))
            else:
                return
