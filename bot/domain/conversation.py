"""A conversation: one person on one channel, known here only by a pseudonym."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.domain.language import REFERENCE


class Channel(Enum):
    """Where the person writes."""

    TELEGRAM = "telegram"
    PLAYGROUND = "playground"


@dataclass
class Conversation:
    """What is known of the person who writes.

    `id` is a pseudonym; `address` is the chat to send to and leaves this object only for sending.
    `language` is what the person chose, `second_language` what they also read, `hint` what their phone reports.
    """

    id: str
    channel: Channel
    address: str
    created_at: datetime
    last_seen_at: datetime
    language: str | None = None
    hint: str | None = None
    blocked_at: datetime | None = None
    stopped_at: datetime | None = None
    second_language: str | None = None

    @property
    def speaks(self) -> str:
        """The language to answer in: chosen, else the phone's, else the reference."""
        return self.language or self.hint or REFERENCE

    @property
    def reachable(self) -> bool:
        """Whether anything may be sent."""
        return self.blocked_at is None

    @property
    def wants_answers(self) -> bool:
        """Whether the person neither blocked the bot nor asked it to stop."""
        return self.blocked_at is None and self.stopped_at is None

    def block(self, now: datetime) -> None:
        """The person blocked the bot: nothing more is sent."""
        self.blocked_at = self.blocked_at or now

    def unblock(self) -> None:
        """The person is back."""
        self.blocked_at = None
