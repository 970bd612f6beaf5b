"""The overview: how a span of days went, and how things stand."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil

from bot.domain.call_window import BRUSSELS, brussels_day
from bot.domain.callback import Outcome
from bot.services.overview_ports import DailyCount, Standing, What
from bot.services.ports import Clock, NewWork

LONGEST_DAYS = 366
"""Days that one overview covers at most."""
# The person was asked back, or told that the question was not understood.
_NOT_UNDERSTOOD = ("unknown", "unsure")
# An answer to a form's question is neither.
_NO_QUESTION = "form"


@dataclass(frozen=True)
class Period:
    """Days by Brussels' clock, both included."""

    first: date
    last: date

    @classmethod
    def ending(cls, last: date, days: int) -> "Period":
        """So many days until this one."""
        return cls(last - timedelta(days=days - 1), last)

    @property
    def days(self) -> list[date]:
        """Each day of it."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @property
    def starts(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first, time(), tzinfo=BRUSSELS)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), tzinfo=BRUSSELS)


@dataclass(frozen=True)
class Waits:
    """How long people waited, in seconds; None where nobody did."""

    count: int
    median: float | None
    ninetieth: float | None

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Waits":
        """Out of all waits, shortest first."""
        return cls(len(seconds), percentile(seconds, 50), percentile(seconds, 90))


@dataclass(frozen=True)
class Overview:
    """How a period went. Everything is sorted with the most frequent first, but for `messages` and `people` by day."""

    period: Period
    messages: Mapping[date, int]
    people: Mapping[date, int]
    languages: Sequence[tuple[str, int]]
    topics: Sequence[tuple[str, int]]
    questions: int
    unanswered: int
    callbacks: Waits
    chats: Waits
    calls: Mapping[Outcome, int]
    standing: Standing

    @property
    def unanswered_share(self) -> float | None:
        """The part of the questions that was not understood, 0 to 1; None without questions."""
        return self.unanswered / self.questions if self.questions else None


class OverviewDesk:
    """Reads overviews."""

    def __init__(self, new_reading: NewWork, clock: Clock) -> None:
        self._new_reading = new_reading
        self._clock = clock

    def today(self) -> date:
        """The day by Brussels' clock."""
        return brussels_day(self._clock())

    def counts(self, period: Period) -> list[DailyCount]:
        """What was counted in a period."""
        with self._new_reading() as work:
            return work.counts.between(period.first, period.last)

    def of(self, period: Period) -> Overview:
        """A period with all there is to say about it."""
        now, today = self._clock(), self.today()
        with self._new_reading() as work:
            counts = work.counts.between(period.first, period.last)
            figures = work.figures
            waits = [
                Waits.of(figures.callback_waits(period.starts, period.ends)),
                Waits.of(figures.chat_waits(period.starts, period.ends)),
            ]
            calls = figures.calls(period.starts, period.ends)
            standing = figures.standing(now, Period(today, today).ends)
        outcomes = by_key(counts, What.OUTCOME)
        return Overview(
            period=period,
            messages=by_day(counts, What.MESSAGE, period),
            people=by_day(counts, What.PERSON, period),
            languages=by_key(counts, What.MESSAGE).most_common(),
            topics=by_key(counts, What.TOPIC).most_common(),
            questions=sum(outcomes.values()) - outcomes[_NO_QUESTION],
            unanswered=sum(outcomes[name] for name in _NOT_UNDERSTOOD),
            callbacks=waits[0],
            chats=waits[1],
            calls=calls,
            standing=standing,
        )


def by_day(counts: Iterable[DailyCount], what: What, period: Period) -> dict[date, int]:
    """The sum of each day, days without anything included."""
    sums = dict.fromkeys(period.days, 0)
    for count in counts:
        if count.what is what:
            sums[count.day] += count.n
    return sums


def by_key(counts: Iterable[DailyCount], what: What) -> Counter[str]:
    """The sum of each key."""
    sums: Counter[str] = Counter()
    for count in counts:
        if count.what is what:
            sums[count.key] += count.n
    return sums


def percentile(ordered: Sequence[float], share: int) -> float | None:
    """The smallest value that `share` percent of all do not exceed (nearest rank); None for no values."""
    return ordered[max(0, ceil(len(ordered) * share / 100) - 1)] if ordered else None
