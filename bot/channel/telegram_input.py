"""The channel as plain `rasa run` loads it from `credentials.yml`.

`montoyer run` uses the same connector without Rasa's web server; here it starts and stops with that server.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic

from bot.answers.shelf import Shelf
from bot.bootstrap import app
from bot.channel.connector import Connector
from bot.domain.errors import InvalidSetting
from bot.storage.migrate import migrate


class TelegramInput(InputChannel):
    """Telegram by polling or webhook, configured by the environment; nothing is needed in `credentials.yml`."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in trackers and addresses."""
        return "telegram"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """A blueprint without routes: its listeners run the connector. Raises `InvalidSetting` without a token."""
        montoyer = app()
        if not montoyer.settings.telegram_bot_token:
            raise InvalidSetting("TELEGRAM_BOT_TOKEN", "is needed to serve Telegram")
        migrate(montoyer.engine)
        blueprint = Blueprint("telegram_connector")
        running: list[Connector] = []

        @blueprint.listener("after_server_start")
        async def start(_app: Sanic, _loop: Any) -> None:
            shelf = Shelf(Path.cwd(), montoyer.settings.text_constants)
            running.append(Connector(montoyer, on_new_message, shelf))
            await running[0].start()

        @blueprint.listener("before_server_stop")
        async def stop(_app: Sanic, _loop: Any) -> None:
            if running:
                await running[0].stop()

        return blueprint
