"""How the end of a long dialogue is read without its beginning."""

from dataclasses import dataclass
from typing import Any

Events = list[dict[str, Any]]


@dataclass(frozen=True)
class TrackerMark:
    """A dialogue may be read from the turn `first` on, when `before` comes in place of everything earlier."""

    first: int
    before: Events


@dataclass(frozen=True)
class TrackerEnd:
    """The latest turns, oldest first, each with its id, and what stands for the turns before them."""

    before: Events
    turns: list[tuple[int, Events]]
