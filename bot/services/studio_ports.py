"""What the trainers' part of the console needs from storage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol


class Reason(Enum):
    """Why a message is in the inbox."""

    UNKNOWN = "unknown"
    UNSURE = "unsure"
    UNHELPFUL = "unhelpful"


class Verdict(Enum):
    """What a trainer decided about it. What was decided stays away when it is written again."""

    OPEN = "open"
    ACCEPTED = "accepted"
    OUT_OF_SCOPE = "out_of_scope"
    DISCARDED = "discarded"


@dataclass(frozen=True)
class Unclear:
    """A message nobody's name is on. `text` is redacted; `intent` is the likeliest guess, empty when there is none."""

    text: str
    language: str
    intent: str
    confidence: float
    reason: Reason
    last_at: datetime
    id: int = 0
    n: int = 1


@dataclass(frozen=True)
class HeardTurn:
    """What a turn was about: `outcome` is answered, unsure, unknown, form, safety or out_of_scope."""

    conversation_id: str
    at: datetime
    language: str
    intent: str
    confidence: float
    outcome: str


@dataclass(frozen=True)
class Wanted:
    """Which conversations to look for; empty and None mean any. `below` is a confidence between 0 and 1."""

    intents: frozenset[str] = frozenset()
    language: str = ""
    outcome: str = ""
    tag: str = ""
    below: float | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Found:
    """A conversation with turns that fit: how many, and when the latest was."""

    conversation_id: str
    last_at: datetime
    n: int
    lowest: float
    tags: tuple[str, ...] = ()


class UnclearMessages(Protocol):
    """The inbox."""

    def add(self, message: Unclear) -> None:
        """Keep a message; the same words in the same language are counted instead."""
        ...

    def open(self, limit: int) -> list[Unclear]:
        """Those nobody has decided about, the most frequent first."""
        ...

    def get(self, message_id: int) -> Unclear | None:
        """An open one, or None."""
        ...

    def decide(self, message_id: int, verdict: Verdict) -> None:
        """It leaves the inbox."""
        ...


class HeardTurns(Protocol):
    """What conversations were about."""

    def add(self, turn: HeardTurn) -> None:
        """A turn happened."""
        ...

    def traffic(self, since: datetime) -> dict[tuple[str, str], int]:
        """Turns by intent and language."""
        ...

    def find(self, wanted: Wanted, limit: int) -> list[Found]:
        """Conversations with such a turn, the latest first."""
        ...

    def tag(self, conversation_id: str, tag: str, by: str, now: datetime) -> None:
        """Mark a conversation with a word of the trainers'."""
        ...

    def untag(self, conversation_id: str, tag: str) -> None:
        """Take a mark away."""
        ...

    def tags_of(self, conversation_id: str) -> list[str]:
        """The marks of a conversation."""
        ...

    def tags(self) -> list[str]:
        """Every word in use."""
        ...


@dataclass(frozen=True)
class Change:
    """One thing to change: `kind` is example (of an intent), text (an answer by key) or review (of such a text).

    `before` is what stood there when it was proposed.
    """

    kind: str
    subject: str
    language: str
    text: str
    by: str
    at: datetime
    before: str | None = None
    id: int = 0


@dataclass(frozen=True)
class ChangeSet:
    """Changes that go together; `state` is open, applied or dropped."""

    name: str
    state: str
    by: str
    at: datetime
    updated_at: datetime


class ChangeSets(Protocol):
    """Change sets by name."""

    def all(self, limit: int) -> list[ChangeSet]:
        """The latest first."""
        ...

    def get(self, name: str) -> ChangeSet | None:
        """The set, or None."""
        ...

    def begin(self, changes: ChangeSet) -> bool:
        """A new, empty set; False when the name is taken."""
        ...

    def settle(self, name: str, state: str, now: datetime) -> None:
        """It was applied or dropped."""
        ...

    def put(self, name: str, change: Change) -> None:
        """Add a change to a set."""
        ...

    def remove(self, name: str, change_id: int) -> None:
        """Take a change out."""
        ...

    def items(self, name: str) -> Sequence[Change]:
        """Its changes, in the order they were made."""
        ...


@dataclass(frozen=True)
class ModelOrder:
    """Somebody wants a model to answer. `state` is wanted, serving or refused; `former` answered until then."""

    model: str
    former: str
    by: str
    at: datetime
    state: str = "wanted"
    detail: str = ""
    id: int = 0
    settled_at: datetime | None = None


class ModelOrders(Protocol):
    """Which model is to answer."""

    def add(self, order: ModelOrder) -> int:
        """A new order; gives its number."""
        ...

    def latest(self, limit: int) -> list[ModelOrder]:
        """The newest first."""
        ...

    def settle(self, order_id: int, state: str, detail: str, now: datetime) -> bool:
        """A bot process serves or refuses it; False when it was refused before."""
        ...
