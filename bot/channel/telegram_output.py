"""Rasa's output channel: gathers what a turn says. Sending comes after the turn is permanent."""

from typing import Any

from rasa.core.channels.channel import OutputChannel


class TelegramOutput(OutputChannel):
    """Collects messages of one turn in their order. Text, buttons and custom parts stay together in one message."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name in trackers."""
        return "telegram"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep a message."""
        self.messages.append(dict(message))

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Keep a plain text, for callers that use the narrower methods."""
        self.messages.append({"text": text, **kwargs})
