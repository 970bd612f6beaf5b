"""What the staff group on Telegram needs from outside, as protocols."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

OUR_CHAT = "staff"
"""Stands for a conversation id where a call concerns a chat of our own."""


@dataclass
class Topic:
    """The topic of one person in the group `chat`. `thread` is None until Telegram made one.

    `state` says of which stage of which handover the topic tells; the `seen_…` say how far it follows the talk.
    """

    conversation_id: str
    chat: int
    at: datetime
    thread: int | None = None
    state: str = ""
    closed: bool = False
    introduced: bool = False
    seen_turn: int = 0
    seen_note: int = 0
    seen_edit: datetime | None = None


@dataclass(frozen=True)
class Copy:
    """A message in a topic, and what it stands for."""

    message: int
    person_message: int | None = None
    outbox_id: int | None = None


@dataclass(frozen=True)
class Undelivered:
    """A message of ours that the person did not get; `message` stands in the topic."""

    message: int
    outbox_id: int
    error: str


class Topics(Protocol):
    """Topics, and which message in them is which."""

    def get(self, conversation_id: str) -> Topic | None:
        """The person's topic."""
        ...

    def save(self, topic: Topic) -> None:
        """Keep it as it is now."""
        ...

    def drop(self, conversation_id: str) -> None:
        """Forget the topic and its messages."""
        ...

    def conversation_in(self, chat: int, thread: int) -> str | None:
        """Whose topic this is."""
        ...

    def unfinished(self) -> list[str]:
        """Conversations whose topic is not closed."""
        ...

    def older_than(self, moment: datetime) -> list[Topic]:
        """Topics that nothing has happened in since then."""
        ...

    def mark(self) -> str:
        """Changes whenever there may be something to show."""
        ...

    def keep(self, conversation_id: str, chat: int, copies: Iterable[Copy], now: datetime) -> None:
        """Write down what messages stand for."""
        ...

    def copies_of(self, chat: int, message: int) -> list[Copy]:
        """What a message in a topic stands for, in the order it was written down."""
        ...

    def copy_of_persons(self, conversation_id: str, person_message: int) -> int | None:
        """The message in the topic that shows a message of the person."""
        ...

    def copy_of_ours(self, conversation_id: str, sent_as: int) -> int | None:
        """The message in the topic that shows what the person got from us under this number."""
        ...

    def shown(self, outbox_ids: Iterable[int]) -> bool:
        """Whether the topic shows what one of these calls carries."""
        ...

    def sent_as(self, outbox_id: int) -> int | None:
        """The number under which the person got a message; None while they have not."""
        ...

    def undelivered(self, conversation_id: str) -> list[Undelivered]:
        """What the person did not get and the topic does not tell yet."""
        ...

    def told(self, outbox_id: int) -> None:
        """The topic tells that this was not delivered."""
        ...


class Links(Protocol):
    """Whose Telegram account belongs to which account of the console."""

    def add_code(self, code: str, staff: str, expires_at: datetime) -> None:
        """A one-time code in place of older ones of the same account."""
        ...

    def use_code(self, code: str, now: datetime) -> str | None:
        """The account of a code that still works; it does not work again."""
        ...

    def link(self, sender: str, staff: str, now: datetime) -> None:
        """From now on this Telegram account is the colleague's only one."""
        ...

    def unlink(self, staff: str) -> bool:
        """The colleague has no Telegram account any more; whether there was one."""
        ...

    def staff_of(self, sender: str) -> str | None:
        """Whose Telegram account this is."""
        ...

    def is_linked(self, staff: str) -> bool:
        """Whether the colleague has a Telegram account."""
        ...


class GroupVoice(Protocol):
    """Queues words for the group, in staff's language; `bot.answers.staff_words` does."""

    def reply(self, work: Any, chat: int, thread: int | None, message: int, key: str, **values: object) -> None:
        """Answer a message in the group."""
        ...
