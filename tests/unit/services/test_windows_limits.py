"""What is no window, what is past or too far, and the days on which the clock changes. It is 24 November 2026."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput, PastWindow, UnreadableWindow
from bot.domain.language import LANGUAGES
from bot.services.windows import read_window
from tests.builders import HOURS, NOW
from tests.unit.services.window_reading import brussels, read


@pytest.mark.parametrize(
    "text",
    [
        "yesterday 10:00",
        "yesterday",
        "today 9am",
        "9 am today",
        "23/11",
        "24/11 at 9:00",
        "last monday",
        "last week",
        "2 days ago",
        "2025-12-01 10:00",
    ],
)
def test_what_has_gone_by_is_past(text):
    with pytest.raises(PastWindow):
        read(text)


def test_a_day_is_past_when_its_hours_are_over():
    with pytest.raises(PastWindow):
        read("today", now=brussels("2026-11-24 17:00"))
    with pytest.raises(PastWindow):
        read("this morning", now=brussels("2026-11-24 12:30"))


def test_an_hour_that_has_begun_may_still_be_asked_for_by_day():
    assert read("today at 10") == "Tue 24 Nov 10:00-11:00"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "hello",
        "asdf qwer",
        "🙂",
        "yes",
        "15",
        "0470 12 34 56",
        "+32 470 12 34 56",
        "02/287 70 00",
        "0470/12.34.56",
        "my number is 0470123456",
        "i have 3 children",
        "26 years old",
        "december",
        "kwart over iets",
        "12/31",
        "30/02",
        "29/02",
        "99:99",
        "25:00",
        "good morning",
        "what is voluntary return",
        "who are you",
    ],
)
def test_what_names_no_time_is_unreadable(text):
    with pytest.raises(UnreadableWindow):
        read(text)


def test_a_time_beside_a_telephone_number_is_read():
    assert read("tomorrow 3pm, my number is 0470 12 34 56") == "Wed 25 Nov 15:00-16:00"


@pytest.mark.parametrize("text", ["25/12 10:00", "in 45 days", "2027-01-15", "24 march"])
def test_what_is_over_thirty_days_ahead_is_unreadable(text):
    with pytest.raises(UnreadableWindow):
        read(text)


def test_thirty_days_ahead_is_just_near_enough():
    assert read("24/12 10:00") == "Thu 24 Dec 10:00-11:00"


def test_a_date_without_a_year_is_the_nearest_one():
    at_new_year = brussels("2026-12-30 10:00")
    assert read("5/1 11:00", now=at_new_year) == "Tue 05 Jan 11:00-12:00"
    with pytest.raises(PastWindow):
        read("28/12", now=at_new_year)
    with pytest.raises(PastWindow):
        read("30/12", now=brussels("2027-01-02 10:00"))


@pytest.mark.parametrize("leap_day", ["29/02 10:00", "29 february 10:00"])
def test_a_leap_day_exists_every_four_years(leap_day):
    assert read(leap_day, now=brussels("2028-02-21 10:00")) == "Tue 29 Feb 10:00-11:00"


def test_only_the_first_eighty_letters_are_read():
    assert read("x" * 60 + " tomorrow 3pm and so on and so forth") == "Wed 25 Nov 15:00-16:00"
    with pytest.raises(UnreadableWindow):
        read("x" * 75 + " tomorrow 3pm")
    with pytest.raises(UnreadableWindow):
        read("x" * 100_000)


@pytest.mark.parametrize(
    ("text", "now", "start", "hours"),
    [
        ("sunday at 10", "2027-03-26 12:00", "2027-03-28 08:00", 1),
        ("sunday", "2027-03-26 12:00", "2027-03-28 07:00", 8),
        ("sunday at 10", "2026-10-23 12:00", "2026-10-25 09:00", 1),
        ("sunday", "2026-10-23 12:00", "2026-10-25 08:00", 8),
        # An hour that the clock skips is the one after it; of an hour that comes twice it is the first.
        ("28/03/2027 02:30", "2027-03-26 12:00", "2027-03-28 01:30", 1),
        ("25/10/2026 02:30", "2026-10-23 12:00", "2026-10-25 00:30", 1),
        ("25/10/2026 01:30", "2026-10-23 12:00", "2026-10-24 23:30", 1),
        ("monday at 10", "2026-10-23 12:00", "2026-10-26 09:00", 1),
    ],
)
def test_windows_are_right_on_the_days_on_which_the_clock_changes(text, now, start, hours):
    window = read_window(text, "en", brussels(now), HOURS)
    assert window.start.timestamp() == datetime.fromisoformat(start).replace(tzinfo=timezone.utc).timestamp()
    assert window.end.timestamp() - window.start.timestamp() == timedelta(hours=hours).total_seconds()


def test_today_is_brussels_day_and_not_that_of_greenwich():
    after_midnight_in_brussels = datetime(2026, 11, 23, 23, 30, tzinfo=timezone.utc)
    assert read("today", now=after_midnight_in_brussels) == "Tue 24 Nov 09:00-17:00"


WORDS = ["tomorrow", "3", "15h", "14-16", "25/12", "next", "last", "monday", "to", "after", "in", "2", "hours", "29/02"]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    text=st.one_of(
        st.text(max_size=90),
        st.text(alphabet="0123456789:.-/h+ ,apmu ", max_size=25),
        st.lists(st.sampled_from(WORDS)).map(" ".join),
    ),
    language=st.sampled_from(sorted(LANGUAGES)),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(timezone.utc)),  # noqa: DTZ001
)
def test_whatever_is_typed_gives_a_window_ahead_or_a_refusal(text, language, now):
    try:
        window = read_window(text, language, now, HOURS)
    except InvalidInput:
        return
    assert now.timestamp() < window.end.timestamp()
    assert window.start.timestamp() < window.end.timestamp()
    assert window.start.timestamp() - now.timestamp() <= timedelta(days=30).total_seconds()


def test_the_moment_it_is_asked_does_not_depend_on_the_zone_it_is_given_in():
    assert read("tomorrow 3pm", now=NOW) == read("tomorrow 3pm", now=brussels("2026-11-24 10:07"))
