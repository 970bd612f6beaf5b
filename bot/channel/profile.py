"""What Telegram shows of the bot: its commands and description, in every language we have."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from html import unescape

from telegram import Bot, BotCommand
from telegram.error import RetryAfter, TelegramError

from bot.answers.catalogue import Catalogue
from bot.channel.payloads import COMMANDS
from bot.channel.sender import pause
from bot.domain.language import REFERENCE

log = logging.getLogger(__name__)

TRIES = 6
BETWEEN_CALLS = 0.05


async def publish(bot: Bot, catalogue: Catalogue) -> None:
    """Register commands, description and short description; failures are retried, then logged: none is fatal."""
    for language in catalogue.languages:
        # English is also what people of languages without an edition see.
        code = None if language == REFERENCE else language
        commands = [BotCommand(name, catalogue.text(f"utter_command_{name}", language)) for name in COMMANDS]
        about = unescape(catalogue.text("utter_bot_description", language))
        short = unescape(catalogue.text("utter_bot_short_description", language))
        await _insist(lambda c=commands, code=code: bot.set_my_commands(c, language_code=code))
        await _insist(lambda text=about, code=code: bot.set_my_description(text, language_code=code))
        await _insist(lambda text=short, code=code: bot.set_my_short_description(text, language_code=code))


async def _insist(call: Callable[[], Awaitable[bool]]) -> None:
    for tries in range(1, TRIES + 1):
        try:
            await call()
        except RetryAfter as limit:
            wait = limit.retry_after
            await asyncio.sleep(float(wait if isinstance(wait, int) else wait.total_seconds()))
        except TelegramError as trouble:
            log.warning("profile_not_published", extra={"reason": str(trouble)})
            await asyncio.sleep(pause(tries))
        else:
            await asyncio.sleep(BETWEEN_CALLS)
            return
