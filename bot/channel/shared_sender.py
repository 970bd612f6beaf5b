"""Sending with several bot workers: a conversation's messages are sent by one of them, in order."""

import asyncio
import logging
from collections import deque

from redis.exceptions import RedisError

from bot.channel.insist import pause
from bot.channel.limits import Limits
from bot.channel.locks import Locks
from bot.channel.sender import Send, Sender
from bot.domain.outgoing import Outgoing
from bot.services.conversations import ConversationDesk
from bot.services.ports import Clock, NewWork

log = logging.getLogger(__name__)


class SharedSender(Sender):
    """A sender that takes turns with other workers. The queue is the outbox, read under the conversation's lock."""

    def __init__(
        self, send: Send, new_work: NewWork, clock: Clock, conversations: ConversationDesk, limits: Limits, locks: Locks
    ) -> None:
        super().__init__(send, new_work, clock, conversations, limits)
        self._locks = locks
        self._again: set[str] = set()

    def resume(self) -> None:
        """Take up what no other worker is sending."""
        self._look()

    def put(self, outgoing: list[Outgoing]) -> None:
        """Send what the outbox holds for these conversations, after whoever is sending there now."""
        for conversation_id in {item.conversation_id for item in outgoing}:
            if conversation_id in self._tasks:
                self._again.add(conversation_id)
            else:
                self._tasks[conversation_id] = asyncio.create_task(self._drain(conversation_id))

    def _look(self) -> None:
        with self._new_work() as work:
            waiting = work.outbox.unsettled_conversations()
        for conversation_id in waiting:
            if conversation_id not in self._tasks:
                self._tasks[conversation_id] = asyncio.create_task(self._drain_if_free(conversation_id))

    async def _drain(self, conversation_id: str) -> None:
        failures = 0
        try:
            while True:
                try:
                    async with self._locks.hold(f"send:{conversation_id}"):
                        await self._send_all(conversation_id)
                        return
                except RedisError as trouble:
                    failures += 1
                    log.error("locks_away", extra={"reason": type(trouble).__name__})
                    await asyncio.sleep(pause(failures))
        finally:
            self._ended(conversation_id)

    async def _drain_if_free(self, conversation_id: str) -> None:
        try:
            async with self._locks.try_hold(f"send:{conversation_id}") as free:
                if free:
                    await self._send_all(conversation_id)
        except RedisError as trouble:
            log.error("locks_away", extra={"reason": type(trouble).__name__})
        finally:
            self._ended(conversation_id)

    async def _send_all(self, conversation_id: str) -> None:
        while True:
            self._again.discard(conversation_id)
            with self._new_work() as work:
                queue = deque(work.outbox.unsettled_of(conversation_id))
            if not queue:
                return
            self._waiting[conversation_id] = queue
            chat = str(queue[0].params.get("chat_id", ""))
            try:
                while queue:
                    await self._deliver(queue[0], chat)
                    queue.popleft()
            finally:
                self.limits.forget()
                self._waiting.pop(conversation_id, None)

    def _ended(self, conversation_id: str) -> None:
        self._tasks.pop(conversation_id, None)
        if conversation_id in self._again:
            self._again.discard(conversation_id)
            self._tasks[conversation_id] = asyncio.create_task(self._drain(conversation_id))
