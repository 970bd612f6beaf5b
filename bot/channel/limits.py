"""Telegram's limits on sending: 30 messages a second overall, 1 a second in a chat, 20 a minute in a group.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from aiolimiter import AsyncLimiter

OVERALL = 28
"""Messages a second unless MONTOYER_SEND_RATE says more; a little under 30, for the clocks of two machines differ."""
BURST = 3
"""Messages a chat may get at once before its one a second counts; Telegram tolerates short bursts."""
SAME_MOMENT = 1.5
"""Two chats whose waiting ends within so many seconds met one limit: Telegram names whole seconds."""

Overall = AbstractAsyncContextManager[None]
"""Room in the overall limit: entered before a call, left when its answer is there."""


class Window:
    """At most so many calls that are under way or ended within the last second.

    When a call reaches Telegram between its beginning and its end is not known: on a busy machine what began in two
    seconds may arrive in one. Counted this way, no second at Telegram sees more than `most`.
    """

    def __init__(self, most: int) -> None:
        self._room = asyncio.Semaphore(most)

    async def __aenter__(self) -> None:
        await self._room.acquire()

    async def __aexit__(self, *error: object) -> None:
        asyncio.get_running_loop().call_later(1.0, self._room.release)


class Limits:
    """Send within `turn`. One chat's waiting never holds another chat, unless Telegram holds all of them."""

    def __init__(self, overall: int | Overall = OVERALL) -> None:
        self._overall = Window(overall) if isinstance(overall, int) else overall
        self._chats: dict[str, AsyncLimiter] = {}
        self._not_before: dict[str, float] = {}
        self._pause_ends = 0.0

    @asynccontextmanager
    async def turn(self, chat: str) -> AsyncIterator[None]:
        """Begins when a message may go to the chat; ends when Telegram answered."""
        await _until(self._not_before.get(chat, 0))
        await self._chat(chat).acquire()
        async with self._overall:
            # A pause that began meanwhile; whoever holds room here keeps nobody from anything.
            await _until(self._pause_ends)
            yield

    def hold(self, chat: str, seconds: float) -> None:
        """Telegram asked to wait with this chat, or with everything: it does not say which.

        Two people whose waiting ends at the same moment met the limit of all. (Groups often meet their own.)
        """
        now = time.monotonic()
        self._not_before = {each: end for each, end in self._not_before.items() if end > now and each != chat}
        end = now + seconds
        others = (until for each, until in self._not_before.items() if not _is_group(each))
        if not _is_group(chat) and any(abs(until - end) < SAME_MOMENT for until in others):
            self._pause_ends = max(self._pause_ends, end)
        self._not_before[chat] = end

    def forget(self) -> None:
        """Let go of chats that were idle long enough to owe nothing."""
        self._chats = {chat: each for chat, each in self._chats.items() if not each.has_capacity(each.max_rate)}

    def _chat(self, chat: str) -> AsyncLimiter:
        if chat not in self._chats:
            self._chats[chat] = AsyncLimiter(20, 60) if _is_group(chat) else AsyncLimiter(BURST, BURST)
        return self._chats[chat]


def _is_group(chat: str) -> bool:
    return chat.startswith("-")


async def _until(moment: float) -> None:
    delay = moment - time.monotonic()
    if delay > 0:
        await asyncio.sleep(delay)
