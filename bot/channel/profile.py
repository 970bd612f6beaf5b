"""What Telegram shows of the bot: its commands and description, in every language we have."""

import asyncio
from functools import partial
from html import unescape

from telegram import Bot, BotCommand

from bot.answers.catalogue import Catalogue
from bot.channel.insist import insist
from bot.channel.payloads import COMMANDS
from bot.domain.language import REFERENCE

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
        for call in (
            partial(bot.set_my_commands, commands, language_code=code),
            partial(bot.set_my_description, about, language_code=code),
            partial(bot.set_my_short_description, short, language_code=code),
        ):
            await insist("profile_not_published", call, TRIES)
            await asyncio.sleep(BETWEEN_CALLS)
