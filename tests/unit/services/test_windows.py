"""What the words mean, whatever their language. It is Tuesday, 24 November 2026, 10:07 unless a test says otherwise."""

from datetime import time

import pytest

from bot.domain.call_window import DayPart
from bot.domain.errors import UnreadableWindow
from tests.unit.services.window_reading import brussels, read

ANY_TIME = "Tue 24 Nov 10:15-Wed 25 Nov 17:00"


@pytest.mark.parametrize(
    ("text", "window"),
    [
        # A clock is the hour that begins with it.
        ("tomorrow 3pm", "Wed 25 Nov 15:00-16:00"),
        ("tomorrow at 15:30", "Wed 25 Nov 15:30-16:30"),
        ("15.30 tomorrow", "Wed 25 Nov 15:30-16:30"),
        ("tomorrow 15h", "Wed 25 Nov 15:00-16:00"),
        ("tomorrow 15h30", "Wed 25 Nov 15:30-16:30"),
        ("tomorrow at 12", "Wed 25 Nov 12:00-13:00"),
        ("tomorrow at noon", "Wed 25 Nov 12:00-13:00"),
        ("half past 2 tomorrow", "Wed 25 Nov 14:30-15:30"),
        ("three o'clock tomorrow", "Wed 25 Nov 15:00-16:00"),
        ("tomorrow 23:30", "Wed 25 Nov 23:30-Thu 26 Nov 00:30"),
        # Nobody asks to be phoned at three in the night, unless they write it so.
        ("tomorrow at 3", "Wed 25 Nov 15:00-16:00"),
        ("tomorrow 3", "Wed 25 Nov 15:00-16:00"),
        ("tomorrow 3:30", "Wed 25 Nov 15:30-16:30"),
        ("tomorrow at 8", "Wed 25 Nov 08:00-09:00"),
        ("tomorrow at 9", "Wed 25 Nov 09:00-10:00"),
        ("tomorrow at 5", "Wed 25 Nov 17:00-18:00"),
        ("tomorrow 03:30", "Wed 25 Nov 03:30-04:30"),
        ("tomorrow 3 am", "Wed 25 Nov 03:00-04:00"),
        ("tomorrow 9 pm", "Wed 25 Nov 21:00-22:00"),
        ("tomorrow afternoon at 3", "Wed 25 Nov 15:00-16:00"),
        ("at 3 tomorrow afternoon", "Wed 25 Nov 15:00-16:00"),
        ("tomorrow morning at 11", "Wed 25 Nov 11:00-12:00"),
    ],
)
def test_a_clock_is_the_hour_that_begins_with_it(text, window):
    assert read(text) == window


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("15:00", "Tue 24 Nov 15:00-16:00"),
        ("at 11", "Tue 24 Nov 11:00-12:00"),
        ("at 10", "Wed 25 Nov 10:00-11:00"),
        ("9am", "Wed 25 Nov 09:00-10:00"),
        ("after 3", "Tue 24 Nov 15:00-17:00"),
        ("before 9:30", "Wed 25 Nov 09:00-09:30"),
        ("morning", "Tue 24 Nov 10:15-12:00"),
        ("afternoon", "Tue 24 Nov 13:00-17:00"),
    ],
)
def test_without_a_day_it_is_today_or_the_next_working_day_once_it_has_passed(text, window):
    assert read(text) == window


def test_without_a_day_the_weekend_is_passed_over():
    friday_afternoon = brussels("2026-11-27 16:30")
    assert read("at 10", now=friday_afternoon) == "Mon 30 Nov 10:00-11:00"
    assert read("morning", now=friday_afternoon) == "Mon 30 Nov 09:00-12:00"
    assert read("15:00", now=brussels("2026-11-28 10:00")) == "Mon 30 Nov 15:00-16:00"


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("today", "Tue 24 Nov 10:15-17:00"),
        ("tomorrow", "Wed 25 Nov 09:00-17:00"),
        ("the day after tomorrow", "Thu 26 Nov 09:00-17:00"),
        ("friday", "Fri 27 Nov 09:00-17:00"),
        ("saturday", "Sat 28 Nov 09:00-17:00"),
        ("in 3 days", "Fri 27 Nov 09:00-17:00"),
        ("in a week", "Tue 01 Dec 09:00-17:00"),
        ("next week", "Mon 30 Nov 09:00-17:00"),
        ("next week wednesday", "Wed 02 Dec 09:00-17:00"),
        ("26/11", "Thu 26 Nov 09:00-17:00"),
        ("5/12", "Sat 05 Dec 09:00-17:00"),
        ("05.12.2026", "Sat 05 Dec 09:00-17:00"),
        ("5-12-26", "Sat 05 Dec 09:00-17:00"),
        ("2026-12-05", "Sat 05 Dec 09:00-17:00"),
        ("26 november", "Thu 26 Nov 09:00-17:00"),
        ("december 5", "Sat 05 Dec 09:00-17:00"),
        ("5th of december 2026", "Sat 05 Dec 09:00-17:00"),
        ("on the 26th", "Thu 26 Nov 09:00-17:00"),
        ("monday or tuesday", "Mon 30 Nov 09:00-17:00"),
    ],
)
def test_a_day_without_a_clock_is_the_hotlines_hours_of_that_day(text, window):
    assert read(text) == window


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("tuesday", "Tue 24 Nov 10:15-17:00"),
        ("tuesday 11am", "Tue 24 Nov 11:00-12:00"),
        ("tuesday 9am", "Tue 01 Dec 09:00-10:00"),
        ("this tuesday", "Tue 24 Nov 10:15-17:00"),
        ("next tuesday", "Tue 01 Dec 09:00-17:00"),
        ("next wednesday", "Wed 25 Nov 09:00-17:00"),
    ],
)
def test_a_weekday_is_the_next_one_and_today_as_long_as_that_is_possible(text, window):
    assert read(text) == window


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("monday morning", "Mon 30 Nov 09:00-12:00"),
        ("tomorrow afternoon", "Wed 25 Nov 13:00-17:00"),
        ("this afternoon", "Tue 24 Nov 13:00-17:00"),
        ("tomorrow morning or afternoon", "Wed 25 Nov 09:00-17:00"),
    ],
)
def test_a_part_of_a_day_is_the_hotlines_hours_in_it(text, window):
    assert read(text) == window


def test_a_part_is_cut_out_of_hours_that_are_longer():
    all_day = (DayPart(time(8), time(20)),)
    assert read("tomorrow morning", hours=all_day) == "Wed 25 Nov 08:00-12:00"
    assert read("tomorrow afternoon", hours=all_day) == "Wed 25 Nov 12:00-18:00"
    assert read("tomorrow evening", hours=all_day) == "Wed 25 Nov 18:00-20:00"


@pytest.mark.parametrize("text", ["tomorrow evening", "tonight", "evening"])
def test_a_part_in_which_the_hotline_never_calls_cannot_be_chosen(text):
    with pytest.raises(UnreadableWindow):
        read(text)


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("between 2 and 4 tomorrow", "Wed 25 Nov 14:00-16:00"),
        ("tomorrow 14-16", "Wed 25 Nov 14:00-16:00"),
        ("tomorrow 14-16h", "Wed 25 Nov 14:00-16:00"),
        ("tomorrow 14:00 – 16:30", "Wed 25 Nov 14:00-16:30"),
        ("tomorrow from 9am to 1pm", "Wed 25 Nov 09:00-13:00"),
        ("tomorrow 2pm-4pm", "Wed 25 Nov 14:00-16:00"),
        ("tomorrow 9 to 5", "Wed 25 Nov 09:00-17:00"),
        ("tomorrow 10 to 2 pm", "Wed 25 Nov 10:00-14:00"),
        ("tomorrow 8 to 9 pm", "Wed 25 Nov 20:00-21:00"),
        ("between 11 and noon tomorrow", "Wed 25 Nov 11:00-12:00"),
        ("9-12", "Tue 24 Nov 10:15-12:00"),
        ("after 5", "Tue 24 Nov 17:00-18:00"),
        ("tomorrow after 2", "Wed 25 Nov 14:00-17:00"),
        ("tomorrow from 14:00 onwards", "Wed 25 Nov 14:00-17:00"),
        ("any time after 3", "Tue 24 Nov 15:00-17:00"),
        ("tomorrow before 11", "Wed 25 Nov 09:00-11:00"),
        ("tomorrow until noon", "Wed 25 Nov 09:00-12:00"),
        ("tomorrow before 9", "Wed 25 Nov 08:00-09:00"),
    ],
)
def test_a_span_is_kept_as_it_was_said(text, window):
    assert read(text) == window


@pytest.mark.parametrize(
    "text", ["any time", "whenever", "now", "asap", "as soon as possible", "please call me now", "it doesn't matter"]
)
def test_any_time_lasts_from_now_to_the_end_of_the_next_working_day(text):
    assert read(text) == ANY_TIME


def test_on_friday_any_time_lasts_until_monday():
    assert read("any time", now=brussels("2026-11-27 16:00")) == "Fri 27 Nov 16:00-Mon 30 Nov 17:00"


def test_any_time_of_a_day_is_that_day():
    assert read("any time tomorrow") == "Wed 25 Nov 09:00-17:00"
    assert read("monday as soon as possible") == "Mon 30 Nov 09:00-17:00"


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("in 2 hours", "Tue 24 Nov 12:15-13:15"),
        ("in an hour", "Tue 24 Nov 11:15-12:15"),
        ("in 30 minutes", "Tue 24 Nov 10:45-11:45"),
        ("2 hours from now", "Tue 24 Nov 12:15-13:15"),
    ],
)
def test_a_delay_is_counted_from_now_up_to_the_next_quarter(text, window):
    assert read(text) == window
