"""Clocks put together from the marks in a text: "14h", "3 pm", "half 3", "after 5", "between 2 and 4"."""

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from bot.services.window_line import COUNTED, DAYS, PARTS, PREFIXES, SUFFIXES, Line
from bot.services.window_words import Mark

_TAIL = SUFFIXES | {"minute"}


class Span(Enum):
    """What a clock begins or ends."""

    AT = "at"
    FROM = "from"
    UNTIL = "until"


@dataclass(frozen=True)
class Clock:
    """A clock as said: minutes may be -30 ("half 3"); `part` is what stood with it: am, pm, morning…"""

    hour: int
    minute: int = 0
    exact: bool = False
    part: str | None = None


@dataclass(frozen=True)
class Clocks:
    """One clock and what it begins, or two (`last`) with a span between; `marks` are the marks that said so."""

    first: Clock
    span: Span
    marks: tuple[Mark, ...]
    last: Clock | None = None


def find_clocks(line: Line) -> Clocks | None:
    """The clock or span of clocks in a text, or None."""
    places = [place for place, mark in enumerate(line.marks) if _may_be_clock(line, place, mark)]
    pairs = [pair for pair in pairwise(places) if _linked(line, *pair)]
    said = {place for place in places if is_clock(line, place)}
    # Of two linked numbers one that is surely a clock makes the other one too; two figures do so by themselves.
    said |= {place for pair in pairs if said & {*pair} or _are_figures(line, pair) for place in pair}
    certain = {place for place in said if _is_certain(line, place)}
    if certain:
        said = certain | {place for pair in pairs if certain & {*pair} for place in pair}
    for pair in pairs:
        if {*pair} <= said:
            return _span_between(line, *pair)
    return _single(line, min(said)) if said else None


def is_clock(line: Line, place: int) -> bool:
    """Whether a mark is a clock, to judge by itself and by what stands beside it."""
    return _may_be_clock(line, place, line.marks[place]) and _is_said(line, place)


def _linked(line: Line, left: int, right: int) -> bool:
    """Whether a dash or a word such as "to" leads from one clock to the other."""
    inner, chain = line.marks[left + 1 : right], line.marks[left : right + 1]
    if any("to" in mark.kinds for mark in inner):
        return all(line.near(one, other) for one, other in pairwise(chain))
    dash = "-" in line.text[line.marks[left].end : line.marks[right].start]
    return dash and all(mark.kinds & _TAIL for mark in inner)


def _are_figures(line: Line, pair: tuple[int, int]) -> bool:
    return all("number" in line.marks[place].kinds for place in pair)


def _may_be_clock(line: Line, place: int, mark: Mark) -> bool:
    behind = line.kinds_behind(place)
    if "noon" in mark.kinds:
        numbers = frozenset(["number", "numbers", "clock", "hour"])
        return not (behind & numbers or line.kinds_before(place) & numbers)
    if "clock" in mark.kinds:
        return True
    is_count = behind & COUNTED and not behind & SUFFIXES
    return (mark.clock is not None or "numbers" in mark.kinds) and not is_count


def _is_said(line: Line, place: int) -> bool:
    mark, before, behind = line.marks[place], line.kinds_before(place), line.kinds_behind(place)
    if mark.kinds & {"clock", "noon"} or behind & SUFFIXES:
        return True
    if "numbers" in mark.kinds:
        # "One" is an article in half of the languages; "a la una" is none.
        prefixes = PREFIXES if mark.number != 1 else frozenset(["half", "half_to"])
        return bool(before & prefixes) or " " in line.text[mark.start : mark.end]
    return bool(behind & DAYS or before & (PREFIXES | DAYS | {*PARTS}))


def _is_certain(line: Line, place: int) -> bool:
    if line.marks[place].kinds & {"clock", "noon"}:
        return True
    return bool(line.kinds_behind(place) & {"hour", "am", "pm"}) or "hour" in line.kinds_before(place)


def _single(line: Line, place: int) -> Clocks:
    prefix = _prefix(line, place)
    tail = _tail(line, place)
    kinds = frozenset().union(*(mark.kinds for mark in tail))
    span = Span.AT
    if "onward" in kinds or any("from" in mark.kinds for mark in prefix):
        span = Span.FROM
    elif "up_to" in kinds or any("until" in mark.kinds for mark in prefix):
        span = Span.UNTIL
    return Clocks(_clock(line, place), span, (*prefix, line.marks[place], *tail))


def _span_between(line: Line, left: int, right: int) -> Clocks:
    marks = (*_prefix(line, left), *line.marks[left : right + 1], *_tail(line, right))
    return Clocks(_clock(line, left), Span.FROM, marks, last=_clock(line, right))


def _prefix(line: Line, place: int) -> list[Mark]:
    prefix = []
    for mark in line.before(place):
        if not mark.kinds & PREFIXES:
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
