"""What the connector needs from outside besides `ports`, as protocols."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class MessageEdit:
    """A person changed a message of theirs; `text` is what it says now."""

    conversation_id: str
    message_id: int
    at: datetime
    text: str


@dataclass(frozen=True)
class FailedSend:
    """A message that Telegram did not take; `error` is Telegram's reason, `text` what the person did not get."""

    id: int
    conversation_id: str
    at: datetime
    error: str
    text: str


class MessageEdits(Protocol):
    """Corrections, for staff to see beside the first words."""

    def add(self, edit: MessageEdit, update_id: int) -> None:
        """Keep an edit; an update that is already known is left alone."""
        ...

    def of(self, conversation_id: str) -> list[MessageEdit]:
        """The edits of a conversation, oldest first."""
        ...


class Presses(Protocol):
    """Keyboards that were used."""

    def first(self, conversation_id: str, message_id: int, update_id: int, now: datetime) -> bool:
        """Whether this update is the first press on the message's keyboard. The same update may ask again."""
        ...
