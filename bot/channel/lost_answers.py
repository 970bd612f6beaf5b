"""Whether a message arrived although the answer to its sending was lost.

Telegram has no key that would make sending idempotent, so a repetition may show a message twice. But it
numbers the messages of all private chats of a bot in one sequence, and editing a message tells whether it
is there: the numbers given since the attempt began are few, and only ours can be edited in this chat.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from telegram.error import BadRequest, TelegramError

from bot.domain.outgoing import Outgoing, OutgoingState

MOST_PROBES = 12
"""With more numbers than this to look at, it is cheaper and kinder to send again."""
MOST_DOUBTS = 5
"""When a crash cut off more sendings than this, the numbers given meanwhile are too many to look at."""
AHEAD = 2
"""Numbers above the highest we know of: others may have been given meanwhile."""

Call = Callable[[str, dict[str, Any]], Awaitable[int | None]]


class LostAnswers:
    """Remembers the highest message number seen, and looks for messages above an earlier one."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self.highest = 0

    def saw(self, message_id: int | None) -> None:
        """A message with this number exists in a private chat."""
        self.highest = max(self.highest, message_id or 0)

    @property
    def ahead(self) -> int:
        """The highest number that a message sent until now may have."""
        return self.highest + AHEAD

    async def find(self, params: dict[str, Any], since: int, last: int) -> int | None:
        """The number of a message sent to a private chat, above `since` and up to `last`; None when it is not found."""
        chat = int(params["chat_id"])
        if chat <= 0 or not since or last - since > MOST_PROBES:
            return None
        for message_id in range(since + 1, last + 1):
            if await self._exists(chat, message_id, params.get("reply_markup")):
                self.saw(message_id)
                return message_id
        return None

    async def _exists(self, chat: int, message_id: int, markup: dict[str, Any] | None) -> bool:
        inline = markup if markup and "inline_keyboard" in markup else None
        probe = {"chat_id": chat, "message_id": message_id, "reply_markup": inline}
        try:
            # The keyboard it has already: nothing changes, and Telegram says so.
            await self._call("editMessageReplyMarkup", probe)
        except BadRequest as answer:
            return "not modified" in str(answer).lower()
        except TelegramError:
            return False
        return True


def worth_looking_for(left: list[Outgoing]) -> list[Outgoing]:
    """What a crash left, in doubt only where there is hope to find it; the rest is to be sent again."""
    doubts = sum(item.state is OutgoingState.SENDING for item in left)
    return left if doubts <= MOST_DOUBTS else [replace(item, state=OutgoingState.WAITING) for item in left]
