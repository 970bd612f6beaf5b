"""What the overview needs from outside, as protocols."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from bot.domain.callback import Outcome


class What(Enum):
    """What is counted by day. Beside it stands a key: for messages the language, for topics the intent."""

    MESSAGE = "message"
    PERSON = "person"
    TOPIC = "topic"
    OUTCOME = "outcome"


Count = tuple[What, str]


@dataclass(frozen=True)
class DailyCount:
    """How often something happened on a day, by Brussels' clock."""

    day: date
    what: What
    key: str
    n: int


class DailyCounts(Protocol):
    """Counts by day; nothing in here is about one person."""

    def add(self, day: date, counts: Iterable[Count]) -> None:
        """Each of these happened once more. One statement; the last one of a unit, for it holds rows others want."""
        ...

    def between(self, first: date, last: date) -> list[DailyCount]:
        """All counts of these days, oldest first."""
        ...


@dataclass(frozen=True)
class Standing:
    """How things stand at a moment: callbacks due until the end of the day, overdue and open; chats."""

    due: int
    overdue: int
    open: int
    waiting: int
    held: int


class DeskFigures(Protocol):
    """How fast the hotline is, and what lies before it."""

    def standing(self, now: datetime, day_ends: datetime) -> Standing:
        """How things stand."""
        ...

    def calls(self, since: datetime, until: datetime) -> dict[Outcome, int]:
        """Calls that were made, by what came of them."""
        ...

    def callback_waits(self, since: datetime, until: datetime) -> Sequence[float]:
        """Seconds from each request to its first call, for first calls within the span; shortest first."""
        ...

    def chat_waits(self, since: datetime, until: datetime) -> Sequence[float]:
        """Seconds for which people waited until one of us took their chat within the span; shortest first."""
        ...
