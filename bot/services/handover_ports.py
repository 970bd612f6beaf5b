"""What the chats of the hotline need from outside, as protocols."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.domain.conversation import Conversation
from bot.domain.handover import Handover, Mute


@dataclass(frozen=True)
class Note:
    """A remark for colleagues; never shown to the person."""

    id: int
    conversation_id: str
    at: datetime
    by: str
    text: str


@dataclass(frozen=True)
class StoredTurn:
    """Some events of a conversation that were written together; ids grow with time."""

    id: int
    at: datetime
    events: list[dict[str, Any]]


@dataclass(frozen=True)
class Delivery:
    """What became of a call to Telegram."""

    state: str
    error: str = ""
    attempts: int = 0


@dataclass(frozen=True)
class Recent:
    """A conversation of late that nobody of us holds or has to take."""

    conversation_id: str
    at: datetime
    language: str
    blocked: bool


@dataclass(frozen=True)
class Counts:
    """Who waits, how many of them may be in danger, and what a colleague has not read or answered."""

    waiting: int
    urgent: int
    unread: int
    reminded: int


class Handovers(Protocol):
    """Who waits for one of us, and who talks with one."""

    def add(self, handover: Handover) -> bool:
        """Keep a new one and give it its id; False when the person has an open one."""
        ...

    def save(self, handover: Handover) -> None:
        """Write changes back. Raises `AlreadyTaken` when somebody changed it since it was read."""
        ...

    def open_for(self, conversation_id: str) -> Handover | None:
        """The person's waiting or held handover."""
        ...

    def latest_for(self, conversation_id: str) -> Handover | None:
        """The person's newest handover in whatever stage."""
        ...

    def lock(self, conversation_id: str) -> None:
        """Until the unit ends, nobody else changes what stands of this person here."""
        ...

    def refuse_if_held(self, conversation_id: str) -> None:
        """Raises `HeldByStaff` while one of us holds the chat; until the unit ends, nobody can begin to."""
        ...

    def open(self) -> list[Handover]:
        """All that wait or are held: urgent first, then who has waited longest."""
        ...

    def ahead_of(self, handover: Handover) -> int:
        """How many wait before this one."""
        ...

    def asked_since(self, conversation_id: str, since: datetime) -> int:
        """How many handovers of a person began since then, without those that staff began."""
        ...

    def resuming(self) -> list[Handover]:
        """Ended ones after which the bot has yet to take the word."""
        ...

    def typed_in(self, since: datetime) -> list[str]:
        """Conversations in which the holder has typed since then."""
        ...

    def typing(self, conversation_id: str, staff: str, now: datetime) -> None:
        """The holder types; changes nothing else."""
        ...

    def resumed(self, handover_id: int) -> bool:
        """The bot takes the word; False when it had already."""
        ...


class Chats(Protocol):
    """What surrounds a chat: notes, mutes, what was seen and sent, and the talk itself."""

    def add_note(self, conversation_id: str, at: datetime, by: str, text: str) -> None:
        """Keep a remark."""
        ...

    def notes(self, conversation_id: str) -> list[Note]:
        """Oldest first."""
        ...

    def mute(self, mute: Mute) -> None:
        """Keep a mute; an earlier one is replaced."""
        ...

    def unmute(self, conversation_id: str) -> None:
        """End a mute."""
        ...

    def mute_of(self, conversation_id: str) -> Mute | None:
        """The latest mute, whether or not it still holds."""
        ...

    def see(self, handover_id: int, staff: str, messages: int) -> None:
        """A colleague has seen so many messages."""
        ...

    def seen_by(self, staff: str) -> Mapping[int, int]:
        """By open handover, how many messages the colleague has seen."""
        ...

    def first_time(self, key: str, conversation_id: str, now: datetime) -> bool:
        """Whether nothing was done under this key before; from now on it was."""
        ...

    def turns(self, conversation_id: str, limit: int) -> list[StoredTurn]:
        """The newest turns, oldest first."""
        ...

    def deliveries(self, ids: Sequence[int]) -> Mapping[int, Delivery]:
        """What became of calls, by outbox id."""
        ...

    def recent(self, limit: int) -> list[Recent]:
        """Conversations of late on Telegram without an open handover, newest first."""
        ...

    def mark(self, conversation_id: str) -> str:
        """Changes whenever anything of a chat does, and is quick to get."""
        ...

    def counts(self, staff: str) -> Counts:
        """What the menu of a colleague shows."""
        ...

    def list_mark(self) -> str:
        """Changes whenever the list of chats does."""
        ...


class Post(Protocol):
    """Says things to people outside a turn; `bot.answers.notices` does."""

    def tell(self, work: Any, person: Conversation, key: str, **values: object) -> None:
        """Queue a text of the catalogue in the person's language."""
        ...

    def send(self, work: Any, person: Conversation, message: dict[str, Any], metadata: dict[str, Any]) -> list[int]:
        """Queue a message and write it into the history; gives outbox ids."""
        ...

    def answer(self, work: Any, person: Conversation, key: str, metadata: dict[str, Any]) -> list[int]:
        """Queue an answer of the catalogue as a colleague's words: its text and links, without its buttons."""
        ...

    def alert(self, work: Any, chat: int, key: str, **values: object) -> None:
        """Queue a text of the catalogue for a chat of ours."""
        ...
