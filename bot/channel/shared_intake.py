"""Intake for several bot workers: whichever worker an update reached, its chat is worked off by one, in order.

The queue is the database. A worker that claimed an update waits for the chat's lock, then handles whatever the
chat has unhandled, oldest first; nothing is left for the next holder, or all of it after a crash.
"""

import asyncio
import logging
from datetime import timedelta

from redis.exceptions import RedisError

from bot.channel.insist import pause
from bot.channel.intake import Act, Intake, Queue
from bot.channel.locks import Locks
from bot.channel.translate import translate
from bot.services.ports import Clock, NewWork

log = logging.getLogger(__name__)

SWEEP_EVERY = 5.0
LEFT_BEHIND = timedelta(seconds=5)
"""An update unhandled for longer may belong to a worker that died: every worker offers to handle it."""


class SharedIntake(Intake):
    """An intake that takes turns with other workers, chat by chat."""

    def __init__(self, handle: Act, trouble: Act, new_work: NewWork, clock: Clock, locks: Locks) -> None:
        super().__init__(handle, trouble, new_work, clock)
        self._locks = locks

    async def sweep(self) -> None:
        """Take up what other workers left behind, until cancelled. A failing database is asked again."""
        while True:
            await asyncio.sleep(SWEEP_EVERY)
            try:
                self._take_up()
            except Exception as error:
                log.error("inbox_unreadable", extra={"reason": type(error).__name__})

    def _take_up(self) -> None:
        with self._new_work() as work:
            left = work.inbox.unhandled(self._clock() - LEFT_BEHIND)
        for claim in left:
            incoming = translate(claim.payload, self.bot_name)
            if incoming.address not in self._queues:
                self._enqueue(incoming)

    async def _work_off(self, address: str) -> None:
        queue = self._queues[address]
        failures = 0
        try:
            while queue:
                try:
                    async with self._locks.hold(f"chat:{address}"):
                        await self._work_off_in_order(address, queue)
                except RedisError as trouble:
                    failures += 1
                    log.error("locks_away", extra={"reason": type(trouble).__name__})
                    if failures > 1:
                        await self._apologise(queue[0][1])
                    await asyncio.sleep(pause(failures))
        finally:
            self._queues.pop(address, None)

    async def _work_off_in_order(self, address: str, queue: Queue) -> None:
        """Handle what the chat has in the database, oldest first, then what we put in ourselves."""
        while queue:
            with self._new_work() as work:
                claim = work.inbox.next_of(address)
                # Of an earlier version's workers the chat is not written down; our own signals are nowhere.
                others = [each for _, each in queue if each.update_id < 0 or work.inbox.is_open(each.update_id)]
            if claim is not None:
                await self._turn(translate(claim.payload, self.bot_name))
                continue
            # No pause since the database was asked: what is queued from here on is not in this list.
            queue.clear()
            for incoming in others:
                await self._turn(incoming)
