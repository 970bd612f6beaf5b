"""When somebody is there: weekly hours per language, holidays, and clocks that change."""

from datetime import date, datetime, timezone

import pytest

from bot.domain.call_window import BRUSSELS
from bot.domain.hours_reading import read_hours
from bot.domain.service_hours import ServiceHours
from bot.services.opening import service_hours

OFFICE = "mon-fri 09:00-12:00,13:00-17:00"


def hours(text=OFFICE, countries=("BE",)):
    return service_hours(read_hours(text), countries)


def at(day, clock):
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=BRUSSELS).astimezone(timezone.utc)


@pytest.mark.parametrize(
    ("day", "clock", "is_open"),
    [
        ("2026-11-24", "08:59", False),
        ("2026-11-24", "09:00", True),
        ("2026-11-24", "12:00", False),
        ("2026-11-24", "16:59", True),
        ("2026-11-24", "17:00", False),
        ("2026-11-28", "10:00", False),  # Saturday
        ("2026-12-25", "10:00", False),  # Christmas, a Friday
    ],
)
def test_open_is_what_brussels_clock_and_calendar_say(day, clock, is_open):
    assert hours().is_open(at(day, clock), "fr") is is_open


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (("2026-11-24", "07:00"), ("2026-11-24", "09:00")),
        (("2026-11-24", "12:30"), ("2026-11-24", "13:00")),
        (("2026-11-24", "17:30"), ("2026-11-25", "09:00")),
        (("2026-11-27", "18:00"), ("2026-11-30", "09:00")),  # over a week-end
        (("2026-12-24", "18:00"), ("2026-12-28", "09:00")),  # over Christmas and a week-end
    ],
)
def test_the_next_opening_skips_nights_week_ends_and_holidays(now, opens):
    assert hours().next_opening(at(*now), "fr") == at(*opens)


def test_the_opening_keeps_its_clock_when_the_clocks_change():
    # In the night of 25 October 2026 Brussels goes from UTC+2 to UTC+1.
    opens = hours("mon-sun 09:00-12:00", ()).next_opening(at("2026-10-24", "20:00"), "fr")
    assert opens.astimezone(timezone.utc) == datetime(2026, 10, 25, 8, tzinfo=timezone.utc)


def test_a_language_with_hours_of_its_own_has_only_those():
    some = hours(f"{OFFICE}; ar,fa=tue 13:00-17:00; ar=thu 09:00-12:00")
    tuesday = at("2026-11-24", "10:00")
    assert some.is_open(tuesday, "fr")
    assert not some.is_open(tuesday, "ar")
    assert some.next_opening(tuesday, "ar") == at("2026-11-24", "13:00")
    assert some.next_opening(at("2026-11-24", "17:30"), "ar") == at("2026-11-26", "09:00")
    assert some.next_opening(at("2026-11-24", "17:30"), "fa") == at("2026-12-01", "13:00")


def test_without_any_hours_there_is_no_next_opening():
    assert ServiceHours().next_opening(at("2026-11-24", "10:00"), "fr") is None
    assert not ServiceHours().is_open(at("2026-11-24", "10:00"), "fr")


def test_luxembourgs_national_day_closes_only_where_it_is_asked_for():
    day = at("2026-06-23", "10:00")
    assert date(2026, 6, 23).weekday() == 1
    assert hours(countries=("BE",)).is_open(day, "fr")
    assert not hours(countries=("BE", "LU")).is_open(day, "fr")


@pytest.mark.parametrize(
    "text",
    [
        "9-17",
        "mon 9:00-8:00",
        "mon-xyz 09:00-12:00",
        "fri-mon 09:00-12:00",
        "xx=mon 09:00-12:00",
        "mon 09:00-12:00,11:00-13:00",
        "mon 25:00-26:00",
    ],
)
def test_hours_that_cannot_be_read_are_refused(text):
    with pytest.raises(ValueError, match=r"."):
        read_hours(text)
