"""When a person wishes to be called."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


def brussels_day(moment: datetime) -> date:
    """The day by Brussels' clock."""
    return moment.astimezone(BRUSSELS).date()


@dataclass(frozen=True)
class CallWindow:
    """A span in which to call: two aware datetimes, `start` before `end`."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a call window needs aware datetimes")
        # Compared in UTC: within one zone Python compares wall clocks, and in October an hour comes twice.
        if self.end.astimezone(timezone.utc) <= self.start.astimezone(timezone.utc):
            raise ValueError("a call window ends after it starts")

    @classmethod
    def on(cls, day: date, start: time, end: time) -> "CallWindow":
        """The window on a day by Brussels' clock; correct across daylight saving."""
        return cls(
            datetime.combine(day, start, tzinfo=BRUSSELS),
            datetime.combine(day, end, tzinfo=BRUSSELS),
        )

    def is_past(self, now: datetime) -> bool:
        """Whether the whole window has gone by."""
        return self.end.astimezone(timezone.utc) <= now.astimezone(timezone.utc)

    def is_overdue(self, now: datetime) -> bool:
        """Whether the call should have been made by now."""
        return self.is_past(now)

    def encode(self) -> str:
        """As `start/end` in ISO 8601: what buttons and slots carry."""
        return f"{self.start.isoformat(timespec='minutes')}/{self.end.isoformat(timespec='minutes')}"

    @classmethod
    def decode(cls, text: str) -> "CallWindow":
        """Reverse of `encode`. Raises ValueError for anything else."""
        start, _, end = text.partition("/")
        return cls(datetime.fromisoformat(start), datetime.fromisoformat(end))


@dataclass(frozen=True)
class DayPart:
    """A part of the day in which the hotline calls, by Brussels' clock."""

    start: time
    end: time


def offered_windows(now: datetime, parts: tuple[DayPart, ...], days: int = 3) -> list[CallWindow]:
    """The next windows on offer: parts of working days that have an hour or more left.

    `now` is aware. Looks at working days only and stops after `days` of them.
    """
    windows: list[CallWindow] = []
    day = now.astimezone(BRUSSELS).date()
    seen = 0
    while seen < days:
        if day.weekday() < 5:  # noqa: PLR2004 - Saturday is 5
            windows += _open_on(day, parts, now)
            seen += 1
        day += timedelta(days=1)
    return windows


def _open_on(day: date, parts: tuple[DayPart, ...], now: datetime) -> list[CallWindow]:
    windows = (CallWindow.on(day, part.start, part.end) for part in parts)
    latest = now.astimezone(timezone.utc) + timedelta(hours=1)
    return [window for window in windows if window.end.astimezone(timezone.utc) >= latest]
