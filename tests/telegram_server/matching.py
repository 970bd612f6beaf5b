"""Which reply answers which message: what was lost, doubled or out of order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.telegram_server.inbox import Reply
from tests.telegram_server.people import Sent


@dataclass(frozen=True)
class Expected:
    """A message that was sent, and the pattern its answer must show."""

    sent: Sent
    answer: re.Pattern[str]


@dataclass
class Tally:
    """Counts over conversations. `latencies`: seconds from a person's message to the bot's call."""

    lost: int = 0
    duplicated: int = 0
    out_of_order: int = 0
    unmatched: int = 0
    latencies: list[float] = field(default_factory=list)
    answered_at: list[float] = field(default_factory=list)

    def add(self, messages: list[Expected], replies: Iterable[Reply]) -> None:
        """One chat: each reply goes to the first open message that it fits and that was sent before it."""
        open_messages = dict(enumerate(messages))
        answered: list[Expected] = []
        latest = -1
        for reply in replies:
            if reply.edited:
                continue
            number = _fitting(open_messages, reply)
            if number is None:
                again = any(message.answer.search(reply.text) for message in answered)
                self.duplicated += again
                self.unmatched += not again
                continue
            message = open_messages.pop(number)
            self.out_of_order += number < latest
            latest = max(latest, number)
            answered.append(message)
            self.latencies.append(reply.called_at - message.sent.at)
            self.answered_at.append(reply.called_at)
        self.lost += len(open_messages)


def _fitting(open_messages: dict[int, Expected], reply: Reply) -> int | None:
    fits = (
        number
        for number, message in open_messages.items()
        if message.sent.at <= reply.called_at and message.answer.search(reply.text)
    )
    return next(fits, None)


def percentile(values: list[float], percent: float) -> float | None:
    if not values:
        return None
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(percent / 100 * len(ordered)))], 4)
