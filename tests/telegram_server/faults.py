"""Failures on purpose: a seeded plan of random ones, and a script of chosen ones."""

import random
from dataclasses import dataclass, field
from enum import Enum

from tests.telegram_server.methods import SENDS
from tests.telegram_server.records import ApiError

ANY_SEND = "*"


class Fault(Enum):
    """What happens to one request."""

    NONE = ""
    BAD_GATEWAY = "502"
    RESET = "reset"
    RESET_AFTER = "reset_after"
    SLOW = "slow"


@dataclass
class FaultPlan:
    """Probabilities per request, and of a webhook answer that gets lost. The same seed gives the same faults.

    RESET cuts the connection before anything is done, RESET_AFTER when everything is done but the bot
    cannot know.
    """

    seed: int = 1
    bad_gateway: float = 0.0
    reset: float = 0.0
    reset_after: float = 0.0
    slow: float = 0.0
    slow_seconds: float = 2.0
    lost_ack: float = 0.0
    spared: frozenset[str] = frozenset({"getMe", "setWebhook", "deleteWebhook"})
    _requests: random.Random = field(init=False, repr=False)
    _webhook: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._requests = random.Random(self.seed)
        # A stream of its own: how often updates are posted must not shift the faults of requests.
        self._webhook = random.Random(f"webhook {self.seed}")

    def draw(self, method: str) -> Fault:
        if method in self.spared:
            return Fault.NONE
        left = self._requests.random()
        for fault, probability in (
            (Fault.BAD_GATEWAY, self.bad_gateway),
            (Fault.RESET, self.reset),
            (Fault.RESET_AFTER, self.reset_after),
            (Fault.SLOW, self.slow),
        ):
            if left < probability:
                return fault
            left -= probability
        return Fault.NONE

    def loses_ack(self) -> bool:
        return self.lost_ack > 0 and self._webhook.random() < self.lost_ack

    def retry_ceiling(self) -> int:
        """The longest pause between two deliveries of an update, in seconds."""
        return self._webhook.randint(60, 120)


@dataclass
class _Scripted:
    method: str
    left: int
    error: ApiError | None
    fault: Fault


class FaultScript:
    """Failures of the next calls of a method, in the order they were ordered."""

    def __init__(self) -> None:
        self._scripted: list[_Scripted] = []

    def add(self, method: str, times: int, error: ApiError | None, fault: Fault) -> None:
        self._scripted.append(_Scripted(method, times, error, fault))

    def next_for(self, method: str) -> tuple[ApiError | None, Fault]:
        for entry in self._scripted:
            fits = entry.method == method or (entry.method == ANY_SEND and method in SENDS)
            if entry.left > 0 and fits:
                entry.left -= 1
                return entry.error, entry.fault
        return None, Fault.NONE
