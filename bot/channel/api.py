"""Calls of the Bot API through python-telegram-bot, by method name and plain parameters."""

import logging
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyKeyboardMarkup, ReplyKeyboardRemove
from telegram.request import HTTPXRequest

from bot.settings import Settings

_METHODS = {
    "sendMessage": "send_message",
    "sendVenue": "send_venue",
    "sendChatAction": "send_chat_action",
    "answerCallbackQuery": "answer_callback_query",
    "editMessageReplyMarkup": "edit_message_reply_markup",
    "leaveChat": "leave_chat",
}


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


async def call(bot: Bot, method: str, params: dict[str, Any]) -> int | None:
    """Make a call; gives the id of the message that was sent. Raises `telegram.error.TelegramError`."""
    arguments = dict(params)
    if "reply_markup" in arguments:
        arguments["reply_markup"] = _markup(arguments["reply_markup"])
    if "link_preview_options" in arguments:
        arguments["link_preview_options"] = LinkPreviewOptions(**arguments["link_preview_options"])
    result = await getattr(bot, _METHODS[method])(**arguments)
    return result.message_id if isinstance(result, Message) else None


def _markup(markup: dict[str, Any] | None) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        return InlineKeyboardMarkup.de_json(markup, None)
    if "keyboard" in markup:
        return ReplyKeyboardMarkup.de_json(markup, None)
    return ReplyKeyboardRemove()
