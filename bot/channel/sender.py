"""Sends what the turns queued: in order within a chat, chats beside each other, each outcome written down."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.channel.insist import pause, seconds
from bot.channel.limits import Limits
from bot.domain.outgoing import Outgoing, OutgoingState
from bot.observability import metrics
from bot.observability.request import for_request
from bot.services.conversations import ConversationDesk
from bot.services.ports import Clock, NewWork

log = logging.getLogger(__name__)

CLOCK_MARGIN = 0.1
"""Seconds added to what Telegram asks for: its clock is not ours."""

LOOK_EVERY = 0.4
"""Seconds between two looks for what other processes (console, action server) queued."""

Send = Callable[[str, dict[str, Any]], Awaitable[int | None]]


class Sender:
    """One short-lived task per chat that has something waiting."""

    def __init__(
        self, send: Send, new_work: NewWork, clock: Clock, conversations: ConversationDesk, limits: Limits | None = None
    ) -> None:
        self._send = send
        self._new_work = new_work
        self._clock = clock
        self._conversations = conversations
        self._limits = limits or Limits()
        self._waiting: dict[str, deque[Outgoing]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._held: set[int] = set()

    def resume(self) -> None:
        """Take up what was waiting, or in the middle of being sent, when the process ended."""
        with self._new_work() as work:
            left = work.outbox.unsettled()
        self.put(left)

    def put(self, outgoing: list[Outgoing]) -> None:
        """Queue calls that are already in the outbox."""
        for item in outgoing:
            if item.id in self._held:
                continue
            self._held.add(item.id)
            self._waiting.setdefault(item.conversation_id, deque()).append(item)
            if item.conversation_id not in self._tasks:
                self._tasks[item.conversation_id] = asyncio.create_task(self._drain(item.conversation_id))

    async def watch(self) -> None:
        """Take up what other processes queued, until cancelled. A failing database is asked again."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                self._look()
            except Exception as error:
                log.error("outbox_unreadable", extra={"reason": type(error).__name__})

    def _look(self) -> None:
        # Read and queued without a pause between, so that nothing is settled meanwhile and then sent again.
        with self._new_work() as work:
            new = [each for each in work.outbox.unsettled_ids() if each not in self._held]
            found = work.outbox.read(new) if new else []
        self.put(found)

    async def finish(self, seconds: float) -> None:
        """Wait until all is sent, at most so long; the rest stays in the outbox for the next start."""
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=seconds)
        for task in list(self._tasks.values()):
            task.cancel()

    async def _drain(self, conversation_id: str) -> None:
        queue = self._waiting[conversation_id]
        chat = ""
        try:
            while queue:
                chat = str(queue[0].params.get("chat_id", ""))
                await self._deliver(queue[0], chat)
                queue.popleft()
        finally:
            self._limits.forget(chat)
            self._tasks.pop(conversation_id, None)
            if not queue:
                self._waiting.pop(conversation_id, None)

    async def _deliver(self, item: Outgoing, chat: str) -> None:
        """Try until Telegram took the call or refused it for good."""
        tries = 0
        while True:
            await self._limits.wait(chat)
            tries += 1
            try:
                message_id = await self._send(item.method, item.params)
            except RetryAfter as limit:
                self._limits.hold(chat, seconds(limit) + CLOCK_MARGIN)
            except Forbidden as refusal:
                # Blocked or deleted: the person wants nothing more, so the rest of the queue goes too.
                self._settle(item, OutgoingState.UNWANTED, error=str(refusal))
                self._give_up(item.conversation_id)
                return
            except BadRequest as refusal:
                log.error("send_refused", extra={"method": item.method, "reason": str(refusal)})
                self._settle(item, OutgoingState.FAILED, error=str(refusal))
                return
            except NetworkError as trouble:
                log.warning("send_retried", extra={"tries": tries, "reason": type(trouble).__name__})
                await asyncio.sleep(pause(tries))
            except TelegramError as refusal:
                self._settle(item, OutgoingState.FAILED, error=str(refusal))
                return
            else:
                self._settle(item, OutgoingState.SENT, message_id)
                return

    def _settle(self, item: Outgoing, state: OutgoingState, message_id: int | None = None, error: str = "") -> None:
        with self._new_work() as work:
            work.outbox.settle(item.id, state, self._clock(), message_id, error)
            work.commit()
        self._held.discard(item.id)
        metrics.SENDS.labels(state.value).inc()
        with for_request(item.request):
            log.info("call_settled", extra={"method": item.method, "outcome": state.value})

    def _give_up(self, conversation_id: str) -> None:
        self._conversations.block(conversation_id)
        queue = self._waiting[conversation_id]
        while len(queue) > 1:
            self._settle(queue.pop(), OutgoingState.UNWANTED, error="blocked")
