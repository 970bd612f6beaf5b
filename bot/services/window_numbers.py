"""Dates and clocks written in digits, and dates that name a month."""

import re
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING

from bot.services.window_words import Mark

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_ISO_DATE = re.compile(r"(?<!\d)(20\d\d)-(\d{1,2})-(\d{1,2})(?!\d)")
_DATE = re.compile(
    r"(?<![\d./:+-])(\d{1,2})\s?([/.-])\s?(\d{1,2})(?:\s?\2\s?(20\d\d|\d\d))?"
    r"(?!\d|:|[/.-]\d|\s*(?:[hu]|am|pm|uhr|uur)(?![^\W\d_]))"
)
_CLOCK = re.compile(
    r"(?<![\d.,:/+])(\d{1,2})(?:\s?[:.]\s?([0-5]\d)(?::[0-5]\d)?|\s?[hu]\s?([0-5]\d)|-(00|30|45)(?!-))(?!\d|:|[./]\d)"
)
_TIMED = re.compile(r"\d:\d\d|\d\s?(?:h|u|am|pm|uhr|uur)(?![^\W\d_])|\d[hu]\d")
_TELEPHONE = re.compile(r"\+?\(?\d(?:[\s./()-]*\d){5,}")
_NUMBER = re.compile(r"(?<![\d.,:/+])\d{1,2}(?!\d|[.,:/]\d)")
_YEAR = r"(?:\W{1,4}20\d\d)?"
_HOURS, _LEAP_YEAR = 24, 2024


def digits(folded: str) -> list[Mark]:
    """Dates (25/12, 2026-12-25), clocks (15:30, 15h30, 15.30) and small numbers; telephone numbers are passed over."""
    marks: list[Mark] = []
    for pattern, read in ((_ISO_DATE, _iso_date), (_DATE, _date), (_CLOCK, _clock)):
        for match in pattern.finditer(folded):
            mark = read(match)
            if mark is not None:
                marks.append(mark)
                folded = _blank(folded, match.start(), match.end())
    for match in _TELEPHONE.finditer(folded):
        folded = _blank(folded, match.start(), match.end())
    marks += [_number(match) for match in _NUMBER.finditer(folded)]
    return sorted(marks, key=lambda mark: mark.start)


def _blank(text: str, start: int, end: int) -> str:
    return f"{text[:start]}{' ' * (end - start)}{text[end:]}"


def _iso_date(match: re.Match[str]) -> Mark | None:
    year, month, day = (int(part) for part in match.groups())
    return _dated(match, day, month, year)


def _date(match: re.Match[str]) -> Mark | None:
    day, month, year = int(match[1]), int(match[3]), match[4]
    # 25-12 is a day, 10-12 are two hours unless a clock stands beside it.
    if match[2] == "-" and not year and day < _HOURS and not _TIMED.search(match.string):
        return None
    return _dated(match, day, month, (int(year) % 100 + 2000) if year else None)


def _dated(match: re.Match[str], day: int, month: int, year: int | None) -> Mark | None:
    try:
        date(year or _LEAP_YEAR, month, day)
    except ValueError:
        return None
    return Mark(frozenset(["date"]), match.start(), match.end(), date=(day, month, year))


def _clock(match: re.Match[str]) -> Mark | None:
    hour, minute = int(match[1]), int(match[2] or match[3] or match[4])
    if hour >= _HOURS:
        return None
    return Mark(_kinds("clock", match[1]), match.start(), match.end(), clock=(hour, minute))


def _number(match: re.Match[str]) -> Mark:
    value = int(match[0])
    clock = (value, 0) if value < _HOURS else None
    return Mark(_kinds("number", match[0]), match.start(), match.end(), number=value, clock=clock)


def _kinds(kind: str, hour: str) -> frozenset[str]:
    # "03:30" is the night, "3:30" is what people type for the afternoon too.
    return frozenset([kind, "exact"]) if hour.startswith("0") else frozenset([kind])


def month_dates(text: str, marks: list[Mark], language: str) -> list[Mark]:
    """Dates such as "25 December" round the plain numbers of a text, in one language."""
    known = [(mark.start, mark.end) for mark in marks]
    numbers = [mark for mark in marks if "number" in mark.kinds]
    found = (_month_date(text, mark, known, language) for mark in numbers)
    return [mark for mark in found if mark is not None]


def _month_date(text: str, number: Mark, known: list[tuple[int, int]], language: str) -> Mark | None:
    for start, end in _surroundings(text, number):
        if not _holds_an_unknown_word(text, start, end, known):
            continue
        data = _parser(language).get_date_data(text[start:end])
        moment = data.date_obj
        # Anything but a day at midnight was read out of something else than a date.
        if moment and data.period == "day" and moment.time() == time() and moment.day == number.number:
            year = moment.year if re.search(r"20\d\d", text[start:end]) else None
            return Mark(frozenset(["date"]), start, end, date=(moment.day, moment.month, year))
    return None


def _surroundings(text: str, number: Mark) -> list[tuple[int, int]]:
    word = r"[^\w]{0,2}[^\W\d_]+"
    places = []
    for words in (1, 2, 3):
        behind = re.compile(rf"(?:{word}){{{words}}}{_YEAR}").match(text, number.end)
        if behind:
            places.append((number.start, behind.end()))
    before = re.search(r"[^\W\d_]+[^\w]{1,2}$", text[: number.start])
    if before:
        year = re.compile(_YEAR).match(text, number.end)
        places.append((before.start(), year.end() if year else number.end))
    return places


def _holds_an_unknown_word(text: str, start: int, end: int, known: list[tuple[int, int]]) -> bool:
    words = re.compile(r"[^\W\d_]{3,}").finditer(text, start, end)
    return any(not any(first <= word.start() < last for first, last in known) for word in words)


@cache
def _parser(language: str) -> "DateDataParser":
    # Its hundreds of patterns take a second to compile: a start must not wait for them, see `warm_up`.
    from dateparser.date import DateDataParser

    settings = {
        "RELATIVE_BASE": datetime(_LEAP_YEAR, 1, 1, 12),  # noqa: DTZ001 - dateparser counts in wall clock
        "DATE_ORDER": "DMY",
        "RETURN_TIME_AS_PERIOD": True,
        "REQUIRE_PARTS": ["day", "month"],
    }
    return DateDataParser(languages=[language], settings=settings)


def warm_up() -> None:
    """Load what the first date would have to wait for."""
    _parser("en").get_date_data("1 May")
