"""What retention needs from storage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol


class Limit(Enum):
    """How long things are kept; each kind of data follows one of these."""

    CONVERSATIONS = "conversations"
    CALLBACKS = "callbacks"
    AUDIT = "audit"
    ACCESS = "access"


Cutoffs = Mapping[Limit, datetime]


@dataclass(frozen=True)
class Stale:
    """How many rows of a kind are older than they may be, and since when the oldest is there."""

    kind: str
    limit: Limit
    rows: int
    oldest: datetime | None


class RetentionStore(Protocol):
    """Kinds of data with an age."""

    def stale(self, cutoffs: Cutoffs) -> list[Stale]:
        """What is too old now, kind by kind, those without anything too."""
        ...

    def remove(self, kind: str, cutoffs: Cutoffs, most: int) -> int:
        """Remove at most so many rows that are too old; gives how many."""
        ...
