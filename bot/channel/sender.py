"""Sends what the turns queued: in order within a chat, chats beside each other, each outcome written down."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.answers.plain import plain
from bot.channel.insist import pause, seconds
from bot.channel.limits import Limits
from bot.channel.lost_answers import MOST_PROBES, LostAnswers, worth_looking_for
from bot.channel.outcomes import Outcomes
from bot.domain.outgoing import Outgoing, OutgoingState
from bot.observability.spans import span
from bot.services.conversations import ConversationDesk
from bot.services.ports import Clock, NewWork

log = logging.getLogger(__name__)

CLOCK_MARGIN = 0.1
"""Seconds added to what Telegram asks for: its clock is not ours."""

LOOK_EVERY = 0.4
"""Seconds between two looks for what other processes (console, action server) queued."""

Params = dict[str, Any]
Send = Callable[[str, Params], Awaitable[int | None]]


class Sender:
    """One short-lived task per chat that has something waiting. `new_reading` opens a transaction that only reads."""

    def __init__(
        self,
        send: Send,
        new_work: NewWork,
        clock: Clock,
        conversations: ConversationDesk,
        limits: Limits | None = None,
        new_reading: NewWork | None = None,
    ) -> None:
        self._send = send
        self._new_work = new_work
        self._new_reading = new_reading or new_work
        self._outcomes = Outcomes(new_work, clock)
        self._conversations = conversations
        self.limits = limits or Limits()
        self._waiting: dict[str, deque[Outgoing]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._held: set[int] = set()
        self._lost = LostAnswers(send)

    def resume(self) -> None:
        """Take up what was waiting, or in the middle of being sent, when the process ended."""
        with self._new_work() as work:
            left = work.outbox.unsettled()
        self.put(worth_looking_for(left))

    def put(self, outgoing: list[Outgoing]) -> None:
        """Queue calls that are already in the outbox."""
        for item in outgoing:
            if item.id in self._held:
                continue
            self._held.add(item.id)
            self._waiting.setdefault(item.conversation_id, deque()).append(item)
            if item.conversation_id not in self._tasks:
                self._tasks[item.conversation_id] = asyncio.create_task(self._drain(item.conversation_id))

    def saw(self, message_id: int | None) -> None:
        """A message with this number exists in a private chat: ours will have higher ones."""
        self._lost.saw(message_id)

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
        with self._new_reading() as work:
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
            self.limits.forget()
            self._tasks.pop(conversation_id, None)
            if not queue:
                self._waiting.pop(conversation_id, None)

    async def _deliver(self, item: Outgoing, chat: str) -> None:
        """Try until Telegram took the call or refused it for good."""
        params = None if await self._had_arrived(item) else item.params
        tries = 0
        while params is not None:
            tries += 1
            params = await self._try(item, params, chat, tries)

    async def _had_arrived(self, item: Outgoing) -> bool:
        """Whether a message that a crash left in doubt is there."""
        if item.state is not OutgoingState.SENDING:
            return False
        self.saw(item.after)
        found = await self._lost.find(item.params, item.after, item.after + MOST_PROBES)
        if found is not None:
            await self._settle(item, OutgoingState.SENT, found)
        return found is not None

    async def _try(self, item: Outgoing, params: Params, chat: str, tries: int) -> Params | None:
        """One try; gives the parameters of the next one, or None when the outcome is final."""
        since = self._lost.highest
        try:
            async with self.limits.turn(chat):
                since = self._lost.highest
                await self._outcomes.begin(item, since)
                with span("send"):
                    message_id = await self._send(item.method, params)
        except RetryAfter as limit:
            self.limits.hold(chat, seconds(limit) + CLOCK_MARGIN)
            return params
        except Forbidden as refusal:
            # Blocked or deleted: the person wants nothing more, so the rest of the queue goes too.
            await self._settle(item, OutgoingState.UNWANTED, error=str(refusal))
            await self._give_up(item.conversation_id)
        except BadRequest as refusal:
            return await self._refused(item, params, refusal)
        except (NetworkError, InvalidToken) as trouble:
            log.warning("send_retried", extra={"tries": tries, "reason": type(trouble).__name__})
            return await self._interrupted(item, params, since, trouble, tries)
        except Exception as error:
            log.error("send_failed", extra={"method": item.method, "reason": type(error).__name__})
            await self._settle(item, OutgoingState.FAILED, error=type(error).__name__)
        else:
            # Groups number their messages by themselves.
            self.saw(None if chat.startswith("-") else message_id)
            await self._settle(item, OutgoingState.SENT, message_id)
        return None

    async def _refused(self, item: Outgoing, params: Params, refusal: BadRequest) -> Params | None:
        log.error("send_refused", extra={"method": item.method, "reason": str(refusal)})
        if "parse_mode" in params and "entities" in str(refusal):
            # Broken formatting must not cost the words: once more without it.
            return plain(params)
        await self._settle(item, OutgoingState.FAILED, error=str(refusal))
        return None

    async def _interrupted(
        self, item: Outgoing, params: Params, since: int, trouble: Exception, tries: int
    ) -> Params | None:
        """The network failed us: the message may be there all the same, and is then not sent again."""
        found = await self._lost.find(params, since, self._lost.ahead) if _may_have_arrived(trouble) else None
        if found is None:
            await asyncio.sleep(pause(tries))
            return params
        await self._settle(item, OutgoingState.SENT, found)
        return None

    async def _settle(
        self, item: Outgoing, state: OutgoingState, message_id: int | None = None, error: str = ""
    ) -> None:
        await self._outcomes.keep(item, state, message_id, error)
        self._held.discard(item.id)

    async def _give_up(self, conversation_id: str) -> None:
        self._conversations.block(conversation_id)
        queue = self._waiting[conversation_id]
        while len(queue) > 1:
            await self._settle(queue.pop(), OutgoingState.UNWANTED, error="blocked")


def _may_have_arrived(trouble: Exception) -> bool:
    """Whether Telegram may have taken the message: not when no connection was made."""
    cause = type(trouble.__cause__).__name__
    return cause not in ("ConnectError", "ConnectTimeout", "PoolTimeout")
