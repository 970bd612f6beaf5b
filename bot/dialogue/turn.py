"""What has to become permanent together with a turn of the dialogue.

The tracker is saved by Rasa, deep inside a turn; the claim of the update and the messages to send are
ours. All three belong into one transaction: otherwise a crash between them loses an answer or gives it
twice. So whoever starts a turn says here what else is to be written, and the tracker store writes it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from bot.services.ports import Work


@dataclass
class Turn:
    """A turn in progress: `finish` writes what belongs to it; `committed` once that is permanent.

    `events` are those the turn adds to the dialogue, once they are known.
    """

    finish: Callable[[Work], None]
    committed: bool = False
    events: list[dict[str, Any]] = field(default_factory=list)

    def write(self, work: Work) -> None:
        """Add this turn's part to a unit of work, once."""
        if not self.committed:
            self.finish(work)
            self.committed = True


_current: ContextVar[Turn | None] = ContextVar("turn", default=None)


def current_turn() -> Turn | None:
    """The turn this task is in."""
    return _current.get()


@contextmanager
def turn(finish: Callable[[Work], None]) -> Iterator[Turn]:
    """A turn whose `finish` is written together with the tracker."""
    started = Turn(finish)
    token = _current.set(started)
    try:
        yield started
    finally:
        _current.reset(token)


class TurnFailed(RuntimeError):
    """An action failed: nothing of the turn was kept, and it can be tried again."""

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action
