"""How long each stage of a message's way takes, without the stages inside it: together they are the whole.

    with span("read"):
        ...

Each stage goes into `montoyer_stage_seconds`, and those of a turn into `of_this_turn` for its log line. A span costs
about two microseconds.
"""

import time
from contextvars import ContextVar, Token
from types import TracebackType

from bot.observability.metrics import STAGE_SECONDS

_current: ContextVar["span | None"] = ContextVar("span", default=None)
_turn: ContextVar[dict[str, float] | None] = ContextVar("stages", default=None)


class span:  # noqa: N801 - reads as the statement it is
    """A stage that runs now. Stages inside it, in the same task or in a thread it waits for, are counted apart."""

    __slots__ = ("_inside", "_stage", "_started", "_token")

    def __init__(self, stage: str) -> None:
        self._stage = stage
        self._inside = 0.0

    def __enter__(self) -> "span":
        self._token: Token[span | None] = _current.set(self)
        self._started = time.perf_counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        took = time.perf_counter() - self._started
        _current.reset(self._token)
        outer = _current.get()
        if outer is not None:
            outer._inside += took
        note(self._stage, took - self._inside)


def note(stage: str, seconds: float) -> None:
    """Write down what was measured elsewhere, such as a wait."""
    STAGE_SECONDS.labels(stage).observe(seconds)
    stages = _turn.get()
    if stages is not None:
        stages[stage] = stages.get(stage, 0.0) + seconds


def of_this_turn() -> dict[str, float]:
    """Seconds by stage from now on in this task; filled as they end."""
    stages: dict[str, float] = {}
    _turn.set(stages)
    return stages
