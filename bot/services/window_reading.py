"""What a person said about the time of a call: days, parts of the day, clocks. Knows no calendar and no now."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.services.window_clocks import Clocks, find_clocks, is_clock
from bot.services.window_line import COUNTED, DAYS, SUFFIXES, THIS, WEEKDAYS, Line
from bot.services.window_numbers import digits, month_dates
from bot.services.window_words import Mark, Vocabulary, fold

# Noon is a clock.
_PARTS = ("morning", "afternoon", "evening")
_OFFSETS = {"past": -1, "today": 0, **dict.fromkeys(THIS, 0), "tomorrow": 1, "after_tomorrow": 2}
_LONGEST_MONTH = 31
_FEW_WORDS, _LARGE_SHARE, _LONG_PHRASE = 4, 0.35, 12
_SPEAKING = DAYS | {*_PARTS, "noon", "any_time"}
_UNITS = {
    "minute": timedelta(minutes=1),
    "two_hours": timedelta(hours=2),
    "hour": timedelta(hours=1),
    "two_days": timedelta(days=2),
    "days": timedelta(days=1),
    "week": timedelta(weeks=1),
}


@dataclass(frozen=True)
class Day:
    """A day as it was named: so many days from today, a weekday (0 is Monday), or a date: day, and as far as
    they were said month and year.

    `direction` is +1 for "next Monday", -1 for "last Monday".
    """

    offset: int | None = None
    weekday: int | None = None
    date: tuple[int, int | None, int | None] | None = None
    direction: int = 0


@dataclass(frozen=True)
class Reading:
    """Everything found in a text. `covered` counts the letters that were understood."""

    days: tuple[Day, ...]
    parts: tuple[str, ...]
    clocks: Clocks | None
    delay: timedelta | None
    next_week: bool
    any_time: bool
    covered: int
    counts_from_six: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the text spoke of time."""
        return not (self.days or self.parts or self.clocks or self.delay or self.next_week or self.any_time)


def read(text: str, words: Vocabulary, shortest: int = 1) -> Reading:
    """What a `plain` text says in one language; words shorter than `shortest` letters are passed over."""
    folded = fold(text)
    marks = _marks(text, folded, words, shortest)
    # A greeting is understood, so that no other language may read a time into it, and says nothing.
    greetings = [mark for mark in marks if "ignored" in mark.kinds]
    line = Line(folded, [mark for mark in marks if "ignored" not in mark.kinds])
    delay, used = _delay(line)
    line = Line(folded, [mark for mark in line.marks if mark not in used])
    line = Line(folded, _settled(_with_days_of_month(line)))
    days, parts, day_marks = _days_and_parts(line)
    clocks = find_clocks(line)
    others = [mark for mark in line.marks if mark.kinds & {"next_week", "any_time"}]
    if delay and delay % timedelta(days=1) == timedelta(0):
        days, delay = [*days, Day(offset=delay.days)], None
    speaking = {*used, *day_marks, *others, *greetings, *(clocks.marks if clocks else ())}
    return Reading(
        days=tuple(days),
        parts=tuple(parts),
        clocks=clocks,
        delay=delay,
        next_week=any("next_week" in mark.kinds for mark in others),
        any_time=any(_weighs(mark, folded) for mark in others if "any_time" in mark.kinds),
        covered=sum(mark.end - mark.start for mark in speaking),
        counts_from_six=words.counts_from_six,
    )


def _marks(text: str, folded: str, words: Vocabulary, shortest: int) -> list[Mark]:
    numeric = digits(folded)
    known = words.marks(folded)
    numeric = _without(numeric, dates := month_dates(text, [*numeric, *known], words.language)) + dates
    spoken = [mark for mark in known if mark.end - mark.start >= shortest or mark.kinds.isdisjoint(_SPEAKING)]
    return _without(spoken, numeric) + numeric


def _without(marks: list[Mark], others: list[Mark]) -> list[Mark]:
    return [mark for mark in marks if not any(mark.start < other.end and other.start < mark.end for other in others)]


def _delay(line: Line) -> tuple[timedelta | None, tuple[Mark, ...]]:
    """The length in "in 2 hours" or "2 hours later" and the marks that say so."""
    for place, unit in enumerate(line.marks):
        length = next((length for kind, length in _UNITS.items() if kind in unit.kinds), None)
        if length is None:
            continue
        before = [*line.before(place)]
        number = [mark for mark in before[:1] if mark.number is not None]
        opening = [mark for mark in before[len(number) :][:1] if "in" in mark.kinds]
        closing = [mark for mark in [unit, *line.behind(place)][:2] if "later" in mark.kinds]
        if (opening and not _counts(line, place)) or (number and closing):
            count = number[0].number or 0 if number else 1
            return length * count, (*opening, *number, unit, *closing)
    return None, ()


def _counts(line: Line, place: int) -> bool:
    """Whether a number follows, so that the word is "o'clock" and no length: "في الساعة 5"."""
    behind = next(line.behind(place), None)
    return behind is not None and behind.number is not None


def _with_days_of_month(line: Line) -> list[Mark]:
    """The marks, where the number in "le 5" or "26, 14h" is a date."""
    return [
        Mark(frozenset(["date"]), mark.start, mark.end, date=(mark.number or 0, None, None))
        if _is_day_of_month(line, place)
        else mark
        for place, mark in enumerate(line.marks)
    ]


def _is_day_of_month(line: Line, place: int) -> bool:
    mark, before, behind = line.marks[place], line.kinds_before(place), line.kinds_behind(place)
    if "number" not in mark.kinds or not 1 <= (mark.number or 0) <= _LONGEST_MONTH or "hour" in before:
        return False
    timed = any(other != place and is_clock(line, other) for other in range(len(line.marks)))
    if "th" in behind or ("on" in before and not behind & SUFFIXES):
        return timed or len(line.text.split()) <= _FEW_WORDS
    named = any(other.kinds & DAYS for other in line.marks)
    return timed and not named and mark.clock is None and not behind & COUNTED


def _weighs(mark: Mark, folded: str) -> bool:
    """Whether "now" or "any time" is what a text says, and no small word in a text about something else."""
    phrase = folded[mark.start : mark.end]
    share = len(phrase) / max(len(folded.strip()), 1)
    return len(folded.split()) <= _FEW_WORDS or share >= _LARGE_SHARE or len(phrase) >= _LONG_PHRASE


def _settled(marks: list[Mark]) -> list[Mark]:
    """The marks, where a word for both is a day, unless a day stands before it: "lunes mañana"."""
    settled: list[Mark] = []
    named = False
    for mark in marks:
        if mark.kinds & {*_PARTS} and mark.kinds & DAYS:
            mark = replace(mark, kinds=mark.kinds - DAYS if named else mark.kinds - {*_PARTS})  # noqa: PLW2901
        named = named or bool(mark.kinds & DAYS)
        settled.append(mark)
    return settled


def _days_and_parts(line: Line) -> tuple[list[Day], list[str], list[Mark]]:
    days = [(mark, day) for place, mark in enumerate(line.marks) if (day := _day(line, place))]
    parts = [(mark, part) for mark in line.marks if (part := _part(mark))]
    return [day for _, day in days], [part for _, part in parts], [mark for mark, _ in [*days, *parts]]


def _day(line: Line, place: int) -> Day | None:
    mark = line.marks[place]
    if mark.date:
        return Day(date=mark.date)
    for kind, offset in _OFFSETS.items():
        if kind in mark.kinds:
            return Day(offset=offset)
    for number, kind in enumerate(WEEKDAYS):
        if kind in mark.kinds:
            beside = [*line.before(place)][:1] + [*line.behind(place)][:1]
            kinds = {kind for other in beside for kind in other.kinds}
            return Day(weekday=number, direction=("next" in kinds) - ("last" in kinds))
    if mark.kinds & {*_PARTS} and any("this" in other.kinds for other in [*line.before(place)][:1]):
        return Day(offset=0)
    return None


def _part(mark: Mark) -> str | None:
    return next((part for part in _PARTS if mark.kinds & {part, f"this_{part}"}), None)
