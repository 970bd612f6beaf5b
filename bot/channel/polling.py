"""Long polling: no public address is needed."""

import asyncio
import logging
from functools import partial

from telegram import Bot
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.channel.insist import insist, pause, seconds
from bot.channel.intake import Intake
from bot.channel.translate import ALLOWED_UPDATES
from bot.observability import metrics

log = logging.getLogger(__name__)

POLL_SECONDS = 30


class Polling:
    """Asks Telegram for updates for ever. `last_answer` is the loop time of the latest answer, for health."""

    def __init__(self, bot: Bot, intake: Intake) -> None:
        self._bot = bot
        self._intake = intake
        self.last_answer = 0.0

    async def run(self) -> None:
        """Poll until cancelled. A webhook left over from before is removed first."""
        await insist("webhook_not_removed", partial(self._bot.delete_webhook, drop_pending_updates=False))
        offset, failures = 0, 0
        while True:
            try:
                updates = await self._bot.get_updates(
                    offset=offset, timeout=POLL_SECONDS, allowed_updates=ALLOWED_UPDATES
                )
            except Conflict:
                failures += 1
                log.error("another_poller: a second program polls with this token; stop it or use another token")
                await asyncio.sleep(max(3.0, pause(failures)))
            except RetryAfter as limit:
                await asyncio.sleep(seconds(limit))
            except TelegramError as trouble:
                failures += 1
                log.warning("polling_failed", extra={"reason": type(trouble).__name__})
                await asyncio.sleep(pause(failures))
            else:
                failures = 0
                metrics.TELEGRAM_HEARD.labels("polling").set_to_current_time()
                self.last_answer = asyncio.get_running_loop().time()
                if updates:
                    # The next request's offset acknowledges these; they are claimed before it is made.
                    self._intake.accept([update.to_dict() for update in updates])
                    offset = updates[-1].update_id + 1
