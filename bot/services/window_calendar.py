"""Where in the calendar a reading falls, given the present and the hotline's hours."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone

from bot.domain.call_window import BRUSSELS, CallWindow, DayPart
from bot.domain.errors import PastWindow, UnreadableWindow
from bot.services.window_clocks import Clock, Clocks, Span
from bot.services.window_reading import Day, Reading

_LENGTH = timedelta(hours=1)
_QUARTER = timedelta(minutes=15)
_HOUR, _NOON, _HALF_DAY = 60, 12, 12
_SATURDAY = 5
_DAYS_TRIED = 8
_LATEST_NOON = 4
# From which hour to which a part of the day lasts.
_LASTS = {"morning": (0, 12), "afternoon": (12, 18), "evening": (18, 24)}


class Calendar:
    """Brussels' calendar from `now` on, with the parts of a day in which the hotline calls."""

    def __init__(self, now: datetime, parts: tuple[DayPart, ...]) -> None:
        self._now = now.astimezone(timezone.utc)
        self._today = now.astimezone(BRUSSELS).date()
        self._parts = sorted((_minutes(part.start), _minutes(part.end)) for part in parts)
        self._open, self._close = self._parts[0][0], self._parts[-1][1]

    def window(self, reading: Reading) -> CallWindow:
        """The window a reading asks for. Raises `PastWindow`, `UnreadableWindow`."""
        if reading.delay and not reading.days:
            start = _next_quarter(self._now + reading.delay)
            return _window(start, start + _LENGTH)
        if not (reading.days or reading.parts or reading.clocks or reading.next_week):
            return self._any_time()
        start_minute, end_minute = self._span(reading)
        for day in self._days(reading):
            window = self._on(day, start_minute, end_minute, bool(reading.days))
            if window:
                return window
        raise PastWindow

    def _any_time(self) -> CallWindow:
        tomorrow = self._today + timedelta(days=1)
        return _window(_next_quarter(self._now), _moment(next(_working_days(tomorrow)), self._close))

    def _on(self, day: date, start_minute: int, end_minute: int | None, named: bool) -> CallWindow | None:
        """What is left of a span on a day; without an end the hour that begins it, whole or not at all."""
        start = _moment(day, start_minute)
        if end_minute is None:
            end = start + _LENGTH
            gone = end <= self._now if named else start < self._now - timedelta(minutes=1)
            return None if gone else _window(start, end)
        end = _moment(day, end_minute)
        start = max(start, _next_quarter(self._now))
        return _window(start, end) if start < end else None

    # Which days

    def _days(self, reading: Reading) -> Iterator[date]:
        dated = [day for day in reading.days if day.date]
        for day in dated or reading.days:
            yield from self._dates(day, reading.next_week)
        if not reading.days:
            yield from [self._next_monday()] if reading.next_week else self._coming_working_days()

    def _dates(self, day: Day, next_week: bool) -> list[date]:
        if day.date:
            return [self._nearest(*day.date)]
        if day.weekday is None:
            return [self._today + timedelta(days=day.offset or 0)]
        first = self._next_monday() if next_week else self._today
        first += timedelta(days=(day.weekday - first.weekday()) % 7)
        if day.direction < 0:
            return [first - timedelta(days=7)] if first != self._today else []
        if first > self._today:
            return [first]
        later = first + timedelta(days=7)
        return [later] if day.direction > 0 else [first, later]

    def _nearest(self, day: int, month: int | None, year: int | None) -> date:
        """The date nearest to today; a day of a month that was not named is the coming one."""
        today = self._today
        years = (year,) if year else (today.year - 1, today.year, today.year + 1)
        months = (month,) if month else range(1, 13)
        dates = [found for one in years for other in months if (found := _date(day, other, one))]
        if not month:
            dates = [found for found in dates if found >= today]
        if not dates:
            raise UnreadableWindow
        return min(dates, key=lambda found: abs(found - today))

    def _next_monday(self) -> date:
        return self._today + timedelta(days=7 - self._today.weekday())

    def _coming_working_days(self) -> list[date]:
        days = _working_days(self._today)
        return [next(days) for _ in range(_DAYS_TRIED)]

    # Which minutes of the day

    def _span(self, reading: Reading) -> tuple[int, int | None]:
        if reading.clocks:
            return self._clock_span(reading.clocks, reading)
        if reading.parts:
            return self._part_span(reading.parts)
        return self._open, self._close

    def _part_span(self, names: tuple[str, ...]) -> tuple[int, int]:
        pieces = []
        for first, last in (_LASTS[name] for name in names):
            cut = [(max(start, first * _HOUR), min(end, last * _HOUR)) for start, end in self._parts]
            pieces += [piece for piece in cut if piece[0] < piece[1]]
        if not pieces:
            raise UnreadableWindow
        return min(start for start, _ in pieces), max(end for _, end in pieces)

    def _clock_span(self, clocks: Clocks, reading: Reading) -> tuple[int, int | None]:
        if clocks.last:
            end = self._best(self._possible(clocks.last, reading))
            starts = [start for start in self._possible(clocks.first, reading) if start < end]
            # No span at all: "lundi 14 à 10h" is the fourteenth, at ten.
            return (max(starts), end) if starts else (end, None)
        minute = self._best(self._possible(clocks.first, reading))
        if clocks.span is Span.FROM:
            return minute, self._close if minute < self._close else None
        if clocks.span is Span.UNTIL:
            return (self._open if minute > self._open else max(minute - _HOUR, 0)), minute
        return minute, None

    def _possible(self, clock: Clock, reading: Reading) -> list[int]:
        """Minutes of the day a clock may mean: "3" is 3:00 or 15:00 when nothing else was said."""
        part = clock.part or (reading.parts[0] if len({*reading.parts}) == 1 else None)
        minutes = [hour * _HOUR + clock.minute for hour in _hours(clock, part)]
        if reading.counts_from_six and clock.hour <= _HALF_DAY and self._distance(self._best(minutes)):
            minutes += [minute for minute in self._from_six(clock, part) if not self._distance(minute)]
        return minutes

    @staticmethod
    def _from_six(clock: Clock, part: str | None) -> list[int]:
        hour = (clock.hour + 6) % _HALF_DAY
        hours = [hour] if part in ("am", "morning") else [hour + _HALF_DAY] if part else [hour, hour + _HALF_DAY]
        return [hour * _HOUR + clock.minute for hour in hours]

    def _best(self, minutes: list[int]) -> int:
        """The one in or nearest to the hotline's hours: nobody asks to be phoned at three in the night."""
        return min(minutes, key=lambda minute: (self._distance(minute), -minute))

    def _distance(self, minute: int) -> int:
        return max(self._open - minute, minute - self._close, 0)


def _hours(clock: Clock, part: str | None) -> list[int]:
    hour = clock.hour
    if part == "am" or (part == "morning" and hour < _NOON):
        return [hour % _HALF_DAY if hour <= _NOON else hour]
    if part in ("pm", "afternoon", "evening") or (part == "noon" and hour <= _LATEST_NOON):
        return [hour + _HALF_DAY if hour < _NOON else hour]
    if clock.exact or hour == 0 or hour >= _NOON:
        return [hour]
    return [hour, hour + _HALF_DAY]


def _working_days(day: date) -> Iterator[date]:
    while True:
        if day.weekday() < _SATURDAY:
            yield day
        day += timedelta(days=1)


def _date(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _minutes(clock: time) -> int:
    return clock.hour * _HOUR + clock.minute


def _moment(day: date, minute: int) -> datetime:
    """A minute of a day by Brussels' clock, in UTC; one that daylight saving skips becomes the one an hour later."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    return wall.replace(tzinfo=BRUSSELS).astimezone(timezone.utc)


def _next_quarter(moment: datetime) -> datetime:
    floor = moment.replace(minute=0, second=0, microsecond=0)
    return floor + -((floor - moment) // _QUARTER) * _QUARTER


def _window(start: datetime, end: datetime) -> CallWindow:
    return CallWindow(start.astimezone(BRUSSELS), end.astimezone(BRUSSELS))
