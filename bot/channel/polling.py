"""Long polling: no public address is needed."""

import asyncio
import logging
import warnings
from functools import partial
from typing import Any

from telegram import Bot
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.channel.insist import insist, pause, seconds
from bot.channel.intake import Intake
from bot.channel.translate import ALLOWED_UPDATES
from bot.observability import metrics

log = logging.getLogger(__name__)

POLL_SECONDS = 30
CONFLICT_SECONDS = 3.0
"""At least so long we leave Telegram alone when a second program polls."""

# Asking for updates as they came is meant; see `_ask`.
warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'")


class Polling:
    """Asks Telegram for updates for ever. `last_answer` is the loop time of the latest answer, for health."""

    def __init__(self, bot: Bot, intake: Intake) -> None:
        self._bot = bot
        self._intake = intake
        self.last_answer = 0.0
        self._offset = 0
        self._failures = 0
        self._conflicts = 0

    async def run(self) -> None:
        """Poll until cancelled. A webhook left over from before is removed first."""
        await insist("webhook_not_removed", partial(self._bot.delete_webhook, drop_pending_updates=False))
        while True:
            wait = await self._poll()
            self._failures = self._failures + 1 if wait else 0
            if wait:
                await asyncio.sleep(wait)

    async def _poll(self) -> float:
        """Ask once; gives the seconds to wait before asking again, 0 when all is well."""
        try:
            updates = await self._ask()
        except Conflict:
            if self._conflicts == 0:
                log.error("another_poller: a second program polls with this token; stop it or use another token")
            self._conflicts += 1
            return CONFLICT_SECONDS + pause(self._failures + 1)
        except RetryAfter as limit:
            return seconds(limit)
        except TelegramError as trouble:
            log.warning("polling_failed", extra={"reason": type(trouble).__name__})
            return pause(self._failures + 1)
        self._conflicts = 0
        metrics.TELEGRAM_HEARD.labels("polling").set_to_current_time()
        self.last_answer = asyncio.get_running_loop().time()
        return await self._take_in(updates)

    async def _ask(self) -> list[dict[str, Any]]:
        # As they came: python-telegram-bot raises for, and logs, an update that it cannot read.
        asked = {"offset": self._offset, "timeout": POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES}
        answer: Any = await self._bot.do_api_request("getUpdates", api_kwargs=asked)
        known = isinstance(answer, list)
        return (
            [each for each in answer if isinstance(each, dict) and type(each.get("update_id")) is int] if known else []
        )

    async def _take_in(self, updates: list[dict[str, Any]]) -> float:
        if not updates:
            return 0
        try:
            # The next request's offset acknowledges these; they are claimed before it is made.
            self._intake.accept(updates)
        except Exception as error:
            log.error("updates_not_claimed", extra={"reason": type(error).__name__})
            await self._intake.turn_away(updates)
            return pause(self._failures + 1)
        self._offset = max(update["update_id"] for update in updates) + 1
        return 0
