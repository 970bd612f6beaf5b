"""Telegram's limits on sending: 30 messages a second overall, 1 a second in a chat, 20 a minute in a group.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import asyncio
import time

from aiolimiter import AsyncLimiter

OVERALL = 28
"""Messages a second unless MONTOYER_SEND_RATE says more; a little under 30, for the clocks of two machines differ."""
BURST = 3
"""Messages a chat may get at once before its one a second counts; Telegram tolerates short bursts."""


class Limits:
    """Wait here before sending. One chat's waiting never holds another chat."""

    def __init__(self, overall: float = OVERALL) -> None:
        self._overall = AsyncLimiter(overall, 1)
        self._chats: dict[str, AsyncLimiter] = {}
        self._not_before: dict[str, float] = {}

    async def wait(self, chat: str) -> None:
        """Return when a message may go to the chat."""
        delay = self._not_before.pop(chat, 0) - time.monotonic()
        if delay > 0:
            await asyncio.sleep(delay)
        await self._chat(chat).acquire()
        await self._overall.acquire()

    def hold(self, chat: str, seconds: float) -> None:
        """Telegram asked to wait with this chat."""
        self._not_before[chat] = time.monotonic() + seconds

    def forget(self, chat: str) -> None:
        """Nothing is waiting for the chat any more; an idle limiter holds no history worth keeping."""
        limiter = self._chats.get(chat)
        if limiter is not None and limiter.has_capacity(BURST):
            del self._chats[chat]

    def _chat(self, chat: str) -> AsyncLimiter:
        if chat not in self._chats:
            group = chat.startswith("-")
            self._chats[chat] = AsyncLimiter(20, 60) if group else AsyncLimiter(BURST, BURST)
        return self._chats[chat]
