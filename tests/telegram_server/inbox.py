"""What a chat got from the bot, and waiting for it."""

import asyncio
import copy
import time
from dataclasses import dataclass

from tests.telegram_server.records import Call, Json

_KINDS = ("photo", "document", "voice", "sticker", "venue", "location", "contact", "video", "audio", "poll")


@dataclass(frozen=True)
class Reply:
    """A message of the bot, or an edit of one, as it was at that moment."""

    message: Json
    markup: Json
    edited: bool
    called_at: float
    received_at: float

    @property
    def text(self) -> str:
        """The text or caption; `<venue>` and the like for what has none."""
        return message_text(self.message)


class Inbox:
    """Replies in order of arrival; a reader sees each once."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self._read = 0
        self._arrived = asyncio.Event()

    def receive(self, message: Json, markup: Json, edited: bool, call: Call) -> None:
        now = time.monotonic()
        self.replies.append(Reply(copy.deepcopy(message), copy.deepcopy(markup), edited, call.started, now))
        self._arrived.set()

    async def next(self, timeout: float, quiet: float, n: int | None) -> list[Reply]:
        """Unread replies: once n are there, or after `quiet` seconds without another, or at the timeout."""
        until = time.monotonic() + timeout
        while n is None or len(self.replies) - self._read < n:
            unread = len(self.replies) > self._read
            left = until - time.monotonic()
            if left <= 0 or not await self._arrival(min(left, quiet) if unread else left):
                break
        fresh = self.replies[self._read :]
        self._read = len(self.replies)
        return fresh

    async def _arrival(self, timeout: float) -> bool:
        self._arrived.clear()
        try:
            await asyncio.wait_for(self._arrived.wait(), timeout)
        except asyncio.TimeoutError:
            return False
        return True


class Reader:
    """Reading for whoever has an inbox: a person or a group."""

    inbox: Inbox

    async def replies(self, timeout: float = 10.0, quiet: float = 1.0, n: int | None = None) -> list[Reply]:
        """Messages and edits of the bot since the last call; see Inbox.next."""
        return await self.inbox.next(timeout, quiet, n)

    async def texts(self, timeout: float = 10.0, quiet: float = 1.0, n: int | None = None) -> list[str]:
        return [reply.text for reply in await self.replies(timeout, quiet, n)]


def message_text(message: Json) -> str:
    written = message.get("text") or message.get("caption")
    return str(written) if written else next((f"<{kind}>" for kind in _KINDS if kind in message), "<?>")
