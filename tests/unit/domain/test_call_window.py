from datetime import date, datetime, time, timedelta, timezone

import pytest

from bot.domain.call_window import BRUSSELS, CallWindow, DayPart, offered_windows
from tests.builders import HOURS, NOW, a_window

SUMMER_BEGINS = date(2027, 3, 28)
SUMMER_ENDS = date(2026, 10, 25)


def brussels(day, clock):
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), tzinfo=BRUSSELS)


def spans(windows):
    return [f"{window.start:%a %d %H:%M}-{window.end:%H:%M}" for window in windows]


@pytest.mark.parametrize("end", [NOW, NOW - timedelta(minutes=1)])
def test_a_window_ends_after_it_starts(end):
    with pytest.raises(ValueError, match="ends after it starts"):
        CallWindow(NOW, end)


def test_a_window_needs_time_zones():
    naive = datetime(2026, 11, 24, 10)  # noqa: DTZ001
    with pytest.raises(ValueError, match="aware"):
        CallWindow(naive, NOW)
    with pytest.raises(ValueError, match="aware"):
        CallWindow(NOW, naive)


@pytest.mark.parametrize(
    ("day", "offset"),
    [(date(2026, 7, 1), 2), (date(2026, 12, 1), 1), (SUMMER_BEGINS, 2), (SUMMER_ENDS, 1)],
)
def test_a_window_on_a_day_follows_brussels_clock(day, offset):
    window = CallWindow.on(day, time(9), time(12))
    assert window.start == datetime(day.year, day.month, day.day, 9 - offset, tzinfo=timezone.utc)
    assert window.end - window.start == timedelta(hours=3)


def test_an_hour_across_the_end_of_summer_time_is_a_window_although_the_wall_clock_stands_still():
    start = datetime(2026, 10, 25, 2, 30, tzinfo=BRUSSELS)
    an_hour_later = start.replace(fold=1)
    assert CallWindow(start, an_hour_later).start == start
    with pytest.raises(ValueError, match="ends after it starts"):
        CallWindow(an_hour_later, start)


def test_whether_a_window_has_passed_is_not_fooled_by_the_hour_that_comes_twice():
    window = CallWindow(datetime(2026, 10, 25, 1, 30, tzinfo=BRUSSELS), datetime(2026, 10, 25, 2, 30, tzinfo=BRUSSELS))
    second_time_round = datetime(2026, 10, 25, 2, 15, fold=1, tzinfo=BRUSSELS)
    assert window.is_past(second_time_round)
    assert not window.is_past(second_time_round.replace(fold=0))


def test_a_window_has_passed_when_its_end_has_come():
    window = a_window()
    assert not window.is_past(window.end - timedelta(seconds=1))
    assert window.is_past(window.end)
    assert window.is_overdue(window.end)


@pytest.mark.parametrize("day", [date(2026, 11, 24), SUMMER_ENDS, SUMMER_BEGINS, date(2026, 7, 1)])
def test_an_encoded_window_comes_back(day):
    window = CallWindow.on(day, time(13), time(17))
    assert CallWindow.decode(window.encode()) == window


def test_an_encoded_window_names_its_offset_and_fits_into_a_slot():
    window = CallWindow.on(date(2026, 11, 24), time(9), time(12))
    assert window.encode() == "2026-11-24T09:00+01:00/2026-11-24T12:00+01:00"


@pytest.mark.parametrize("text", ["", "/", "tomorrow", "2026-11-24T09:00+01:00", "2026-11-24T09:00/2026-11-24T12:00"])
def test_anything_else_is_no_encoded_window(text):
    with pytest.raises(ValueError, match=r"isoformat|aware"):
        CallWindow.decode(text)


@pytest.mark.parametrize(
    ("now", "first_offers"),
    [
        (brussels("2026-11-24", "08:00"), ["Tue 24 09:00-12:00", "Tue 24 13:00-17:00", "Wed 25 09:00-12:00"]),
        (brussels("2026-11-24", "11:00"), ["Tue 24 09:00-12:00", "Tue 24 13:00-17:00", "Wed 25 09:00-12:00"]),
        (brussels("2026-11-24", "11:01"), ["Tue 24 13:00-17:00", "Wed 25 09:00-12:00", "Wed 25 13:00-17:00"]),
        (brussels("2026-11-24", "16:01"), ["Wed 25 09:00-12:00", "Wed 25 13:00-17:00", "Thu 26 09:00-12:00"]),
        (brussels("2026-11-27", "17:30"), ["Mon 30 09:00-12:00", "Mon 30 13:00-17:00", "Tue 01 09:00-12:00"]),
        (brussels("2026-11-28", "10:00"), ["Mon 30 09:00-12:00", "Mon 30 13:00-17:00", "Tue 01 09:00-12:00"]),
        (brussels("2026-11-29", "23:59"), ["Mon 30 09:00-12:00", "Mon 30 13:00-17:00", "Tue 01 09:00-12:00"]),
    ],
    ids=lambda value: value.isoformat() if isinstance(value, datetime) else "",
)
def test_offers_begin_with_what_has_an_hour_left_and_skip_weekends(now, first_offers):
    assert spans(offered_windows(now, HOURS))[:3] == first_offers


def test_the_day_is_brussels_day_and_not_that_of_greenwich():
    after_midnight_in_brussels = datetime(2026, 11, 24, 23, 30, tzinfo=timezone.utc)
    assert spans(offered_windows(after_midnight_in_brussels, HOURS, days=1))[0] == "Wed 25 09:00-12:00"


def test_offers_stop_after_so_many_working_days():
    saturday = brussels("2026-11-28", "10:00")
    assert {window.start.date() for window in offered_windows(saturday, HOURS, days=2)} == {
        date(2026, 11, 30),
        date(2026, 12, 1),
    }


@pytest.mark.parametrize("friday", [SUMMER_BEGINS - timedelta(days=2), SUMMER_ENDS - timedelta(days=2)])
def test_offers_keep_brussels_clock_when_it_changes_over_the_weekend(friday):
    now = datetime.combine(friday, time(8), tzinfo=BRUSSELS)
    windows = offered_windows(now, HOURS, days=2)
    assert [(window.start.time(), window.end.time()) for window in windows] == [
        (time(9), time(12)),
        (time(13), time(17)),
    ] * 2
    before, after = windows[0].start, windows[2].start
    assert before.utcoffset() != after.utcoffset()


def test_any_parts_of_a_day_may_be_offered():
    parts = (DayPart(time(18), time(20)),)
    assert spans(offered_windows(NOW, parts, days=1)) == ["Tue 24 18:00-20:00"]
