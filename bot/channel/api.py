"""Calls of the Bot API through python-telegram-bot, by method name and plain parameters."""

import logging
import warnings
from typing import Any

from telegram import Bot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.settings import Settings

# The library recommends its own method for each call; see `call`.
warnings.filterwarnings("ignore", message=r"Please use 'Bot\.", category=PTBUserWarning)


def make_bot(settings: Settings) -> Bot:
    """A client for the configured API address; connections are kept and shared by all chats."""
    # At INFO, httpx writes every address down, and the bot's token is part of it.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    base = settings.telegram_api_base_url
    request = HTTPXRequest(connection_pool_size=64, connect_timeout=10, read_timeout=20, pool_timeout=30)
    polling = HTTPXRequest(connection_pool_size=2, connect_timeout=10, read_timeout=45, pool_timeout=10)
    return Bot(
        settings.telegram_bot_token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=request,
        get_updates_request=polling,
    )


async def request(bot: Bot, method: str, params: dict[str, Any]) -> Any:
    """Make a call; gives what Telegram answered. Raises `telegram.error.TelegramError`."""
    given = {name: value for name, value in params.items() if value is not None}
    return await bot.do_api_request(method, api_kwargs=given)


async def call(bot: Bot, method: str, params: dict[str, Any]) -> int | None:
    """Make a call; gives the id of the message that was sent. Raises `telegram.error.TelegramError`.

    The parameters are those of the Bot API already, and of the answer only the id is wanted: building the library's
    objects around both would cost more than the rest of a send.
    """
    result = await request(bot, method, params)
    message_id = result.get("message_id") if isinstance(result, dict) else None
    return int(message_id) if message_id is not None else None
