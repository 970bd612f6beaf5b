"""Clocks put together from the marks in a text: "14h", "3 pm", "half 3", "after 5", "between 2 and 4"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from bot.services.window_words import Mark

PARTS = ("morning", "noon", "afternoon", "evening")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
THIS = ("this_morning", "this_afternoon", "this_evening")
DAYS = frozenset(["today", "tomorrow", "after_tomorrow", "past", "date", *WEEKDAYS, *THIS])
_PREFIXES = frozenset(["at", "from", "until", "half", "half_to", "hour"])
_TAIL = frozenset(["hour", "half", "am", "pm", "onward", "up_to", "minute", *PARTS])
_SUFFIXES = frozenset(["hour", "half", "am", "pm", "onward", "up_to", *PARTS])
_LETTERS_BETWEEN = 4
_LATEST_NOON = 4


class Span(Enum):
    """What a clock begins or ends."""

    AT = "at"
    FROM = "from"
    UNTIL = "until"
    BETWEEN = "between"


@dataclass(frozen=True)
class Clock:
    """A clock as said: minutes may be -30 ("half 3"); `part` is what stood with it: am, pm, morning…"""

    hour: int
    minute: int = 0
    exact: bool = False
    part: str | None = None


@dataclass(frozen=True)
class Clocks:
    """One clock, or two with a span between them; `marks` are the marks that said so."""

    span: Span
    first: Clock
    last: Clock | None
    marks: tuple[Mark, ...]


class Line:
    """A folded text with its marks in order."""

    def __init__(self, text: str, marks: list[Mark]) -> None:
        self.text = text
        self.marks = sorted(marks, key=lambda mark: mark.start)

    def near(self, left: Mark, right: Mark) -> bool:
        """Whether at most a small word, and no number, stands between two marks."""
        between = self.text[left.end : right.start]
        return len(re.findall(r"[^\W_]", between)) <= _LETTERS_BETWEEN and not re.search(r"\d", between)

    def before(self, place: int) -> Iterator[Mark]:
        """Marks in front of one, nearest first, as long as they are near each other."""
        while place > 0 and self.near(self.marks[place - 1], self.marks[place]):
            place -= 1
            yield self.marks[place]

    def behind(self, place: int) -> Iterator[Mark]:
        """Marks behind one, nearest first, as long as they are near each other."""
        while place + 1 < len(self.marks) and self.near(self.marks[place], self.marks[place + 1]):
            place += 1
            yield self.marks[place]

    def linked(self, left: int, right: int) -> bool:
        """Whether a dash or a word such as "to" leads from one clock to the other."""
        inner = self.marks[left + 1 : right]
        chain = self.marks[left : right + 1]
        if any("to" in mark.kinds for mark in inner):
            return all(self.near(one, other) for one, other in pairwise(chain))
        return "-" in self.text[self.marks[left].end : self.marks[right].start] and all(
            mark.kinds & _TAIL for mark in inner
        )


def find_clocks(line: Line) -> Clocks | None:
    """The clock or span of clocks in a text, or None."""
    places = [place for place, mark in enumerate(line.marks) if _may_be_clock(line, place, mark)]
    pairs = [pair for pair in pairwise(places) if line.linked(*pair)]
    said = {place for place in places if _is_said(line, place)}
    # Of two linked numbers one that is surely a clock makes the other one too; two figures do so by themselves.
    said |= {place for pair in pairs if said & {*pair} or _are_figures(line, pair) for place in pair}
    certain = {place for place in said if _is_certain(line, place)}
    if certain:
        said = certain | {place for pair in pairs if certain & {*pair} for place in pair}
    for pair in pairs:
        if {*pair} <= said:
            return _span_between(line, *pair)
    return _single(line, min(said)) if said else None


def _are_figures(line: Line, pair: tuple[int, int]) -> bool:
    return all("number" in line.marks[place].kinds for place in pair)


def _may_be_clock(line: Line, place: int, mark: Mark) -> bool:
    if "noon" in mark.kinds:
        around = [*line.before(place)][:1] + [*line.behind(place)][:1]
        return not any(_has_digits(other) or "hour" in other.kinds for other in around)
    return mark.clock is not None or "numbers" in mark.kinds


def _has_digits(mark: Mark) -> bool:
    return bool(mark.kinds & {"number", "numbers", "clock"})


def _is_said(line: Line, place: int) -> bool:
    mark = line.marks[place]
    if mark.kinds & {"clock", "noon"}:
        return True
    before = next(line.before(place), None)
    behind = next(line.behind(place), None)
    if behind and behind.kinds & _SUFFIXES:
        return True
    if "numbers" in mark.kinds:
        # "One" is an article in half of the languages.
        words = _PREFIXES if mark.number != 1 else frozenset(["half", "half_to"])
        return bool(before and before.kinds & words) or " " in line.text[mark.start : mark.end]
    if behind and behind.kinds & DAYS:
        return True
    return bool(before and before.kinds & (_PREFIXES | DAYS | {*PARTS}))


def _is_certain(line: Line, place: int) -> bool:
    if line.marks[place].kinds & {"clock", "noon"}:
        return True
    behind = next(line.behind(place), None)
    before = next(line.before(place), None)
    return bool(behind and behind.kinds & {"hour", "am", "pm"}) or bool(before and "hour" in before.kinds)


def _single(line: Line, place: int) -> Clocks:
    prefix = _prefix(line, place)
    tail = _tail(line, place)
    kinds = frozenset().union(*(mark.kinds for mark in tail))
    span = Span.AT
    if "onward" in kinds or any("from" in mark.kinds for mark in prefix):
        span = Span.FROM
    elif "up_to" in kinds or any("until" in mark.kinds for mark in prefix):
        span = Span.UNTIL
    return Clocks(span, _clock(line, place), None, (*prefix, line.marks[place], *tail))


def _span_between(line: Line, left: int, right: int) -> Clocks:
    marks = (*_prefix(line, left), *line.marks[left : right + 1], *_tail(line, right))
    return Clocks(Span.BETWEEN, _clock(line, left), _clock(line, right), marks)


def _prefix(line: Line, place: int) -> list[Mark]:
    prefix = []
    for mark in line.before(place):
        if not mark.kinds & _PREFIXES:
            break
        prefix.append(mark)
    return prefix


def _tail(line: Line, place: int) -> list[Mark]:
    tail: list[Mark] = []
    for mark in line.behind(place):
        minutes = "number" in mark.kinds and mark.end - mark.start == 2 and tail and "hour" in tail[-1].kinds  # noqa: PLR2004
        if not (minutes or mark.kinds & _TAIL or ("to" in mark.kinds and not mark.kinds & {"from", "until"})):
            break
        tail.append(mark)
    return tail


def _clock(line: Line, place: int) -> Clock:
    mark, tail = line.marks[place], _tail(line, place)
    if "noon" in mark.kinds:
        return Clock(12, exact=True)
    hour, minute = mark.clock or (mark.number or 0, 0)
    before = _prefix(line, place)
    if any("half_to" in other.kinds for other in before[:1]):
        minute = -30
    elif any("half" in other.kinds for other in before[:1] + tail[:2]):
        minute = 30
    for behind, other in enumerate(tail):
        if behind and "number" in other.kinds:
            minute = other.number or 0
    return Clock(hour, minute, "exact" in mark.kinds, _part(line, place, tail))


def _part(line: Line, place: int, tail: list[Mark]) -> str | None:
    front = [mark for mark in line.before(place) if not mark.kinds & {"at", "hour"}][:1]
    for mark in [*tail, *front]:
        for part in ("am", "pm", *PARTS):
            if part in mark.kinds:
                return part
    return None
