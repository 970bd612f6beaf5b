"""Service hours as they are written in a setting: `mon-fri 09:00-12:00,13:00-17:00; ar,fa=tue,thu 13:00-17:00`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from bot.domain.call_window import DayPart
from bot.domain.language import LANGUAGES
from bot.domain.service_hours import NEVER, Week

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENTRY = re.compile(r"(?:(?P<languages>[a-z, ]+)=)?\s*(?P<days>[a-z,-]+)\s+(?P<spans>[\d:,\s-]+)")
_SPAN = re.compile(r"(\d{1,2}:\d{2})-(\d{1,2}:\d{2})")


@dataclass(frozen=True)
class HoursEntry:
    """One part of the setting: on these days, in these spans, for these languages; none means everybody."""

    languages: tuple[str, ...]
    days: frozenset[int]
    spans: tuple[DayPart, ...]


def read_hours(text: str) -> tuple[HoursEntry, ...]:
    """The parts. Raises ValueError that says what is wrong."""
    return tuple(_entry(part.strip().lower()) for part in text.split(";") if part.strip())


def week_of(entries: Iterable[HoursEntry]) -> Week:
    """The week that parts make together."""
    days: list[tuple[DayPart, ...]] = list(NEVER)
    for entry in entries:
        for day in entry.days:
            days[day] = tuple(sorted((*days[day], *entry.spans), key=lambda span: span.start))
    return tuple(days)


def _entry(part: str) -> HoursEntry:
    found = _ENTRY.fullmatch(part)
    if found is None:
        raise ValueError(f"{part!r} is not like mon-fri 09:00-12:00,13:00-17:00")
    languages = tuple(code.strip() for code in (found["languages"] or "").split(",") if code.strip())
    for code in languages:
        if code not in LANGUAGES:
            raise ValueError(f"{code!r} is not one of our languages")
    return HoursEntry(languages, frozenset(_days(found["days"])), _spans(found["spans"]))


def _days(text: str) -> Iterable[int]:
    for part in text.split(","):
        first, _, last = part.partition("-")
        if first not in _DAYS or (last and last not in _DAYS):
            raise ValueError(f"{part!r} is no day; days are " + ", ".join(_DAYS))
        start, end = _DAYS.index(first), _DAYS.index(last or first)
        if end < start:
            raise ValueError(f"{part!r} goes backwards")
        yield from range(start, end + 1)


def _spans(text: str) -> tuple[DayPart, ...]:
    spans = []
    for part in text.replace(" ", "").split(","):
        found = _SPAN.fullmatch(part)
        if found is None:
            raise ValueError(f"{part!r} is not like 09:00-12:00")
        start, end = (time.fromisoformat(clock.zfill(5)) for clock in found.groups())
        if start >= end:
            raise ValueError(f"{part} ends before it begins")
        spans.append(DayPart(start, end))
    if any(one.end > other.start for one, other in pairwise(spans)):
        raise ValueError("spans must follow each other without overlap")
    return tuple(spans)
