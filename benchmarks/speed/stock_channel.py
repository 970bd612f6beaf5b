"""Rasa's own Telegram channel, changed in two places so that it answers at all: the peer we measure beside.

As installed (Rasa 3.6.21, aiogram 2.15) it registers its webhook in a short-lived event loop and keeps that loop's HTTP
session, so that every later answer fails with "Event loop is closed"; and it knows only api.telegram.org.
This file is copied into the stock bot's folder and imported there by `credentials.yml`.
"""

import os

from aiogram.bot import base
from aiogram.bot.api import TelegramAPIServer
from rasa.core.channels.telegram import TelegramInput, TelegramOutput

_SERVER = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_BASE_URL"])
_construct = base.BaseBot.__init__
_set_webhook = TelegramOutput.set_webhook


def _construct_here(self, *arguments, **options):
    _construct(self, *arguments, **{"server": _SERVER, **options})


async def _set_webhook_and_close(self, *arguments, **options):
    try:
        return await _set_webhook(self, *arguments, **options)
    finally:
        await self.close()


base.BaseBot.__init__ = _construct_here
TelegramOutput.set_webhook = _set_webhook_and_close


class StockTelegram(TelegramInput):
    """The channel, under a name of its own."""
