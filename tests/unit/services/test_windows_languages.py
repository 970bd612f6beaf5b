"""The same wishes in twenty languages, as people type them. It is Tuesday, 24 November 2026, 10:07."""

from pathlib import Path

import pytest
import yaml

from bot.domain.errors import PastWindow, UnreadableWindow
from bot.domain.language import LANGUAGES
from tests.unit.services.window_reading import read

WINDOWS = {
    "any_time": "Tue 24 Nov 10:15-Wed 25 Nov 17:00",
    "tomorrow": "Wed 25 Nov 09:00-17:00",
    "tomorrow_morning": "Wed 25 Nov 09:00-12:00",
    "tomorrow_afternoon": "Wed 25 Nov 13:00-17:00",
    "tomorrow_at_three": "Wed 25 Nov 15:00-16:00",
    "tomorrow_at_ten": "Wed 25 Nov 10:00-11:00",
    "from_three_on": "Tue 24 Nov 15:00-17:00",
    "from_two_to_four": "Tue 24 Nov 14:00-16:00",
    "in_two_hours": "Tue 24 Nov 12:15-13:15",
    "in_an_hour": "Tue 24 Nov 11:15-12:15",
    "day_after_tomorrow": "Thu 26 Nov 09:00-17:00",
    "monday": "Mon 30 Nov 09:00-17:00",
    "monday_morning": "Mon 30 Nov 09:00-12:00",
    "fifth_of_december_at_eleven": "Sat 05 Dec 11:00-12:00",
    "monday_at_ten": "Mon 30 Nov 10:00-11:00",
    "tomorrow_at_half_past_three": "Wed 25 Nov 15:30-16:30",
    "at_one": "Tue 24 Nov 13:00-14:00",
    "saturday": "Sat 28 Nov 09:00-17:00",
}
WISHES = yaml.safe_load(Path(__file__).with_name("wishes.yml").read_text("utf-8"))
CASES = [
    (language, meaning, text)
    for language, wishes in WISHES.items()
    for meaning, texts in wishes.items()
    for text in texts
]


NEEDED = {"tomorrow_at_three", "tomorrow_morning", "tomorrow_afternoon", "any_time", "past"}


def test_every_language_has_its_wishes():
    assert set(WISHES) == set(LANGUAGES)
    for language, wishes in WISHES.items():
        assert NEEDED <= set(wishes) <= {*WINDOWS, "past"}, language


@pytest.mark.parametrize(("language", "meaning", "text"), CASES)
def test_a_wish_is_read(language, meaning, text):
    if meaning == "past":
        with pytest.raises(PastWindow):
            read(text, language)
    else:
        assert read(text, language) == WINDOWS[meaning]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_english_french_and_dutch_are_read_whatever_the_language_of_the_conversation(language):
    assert read("tomorrow 3pm", language) == WINDOWS["tomorrow_at_three"]
    assert read("demain 15h", language) == WINDOWS["tomorrow_at_three"]
    assert read("overmorgen", language) == WINDOWS["day_after_tomorrow"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("uk", "в любое время"), ("ka", "в любое время"), ("hy", "в любое время"), ("ps", "هر زمان"), ("ti", "በማንኛውም ጊዜ")],
)
def test_the_language_people_know_beside_their_own_is_read_too(language, text):
    assert read(text, language) == WINDOWS["any_time"]


@pytest.mark.parametrize("digits", ["15:30", "١٥:٣٠", "۱۵:۳۰", "\uff11\uff15:\uff13\uff10", "१५:३०"])
@pytest.mark.parametrize("language", ["en", "ar", "fa", "ps"])
def test_digits_of_every_script_are_read(language, digits):
    assert read(digits, language) == "Tue 24 Nov 15:30-16:30"


def test_a_small_word_of_another_language_is_not_taken_for_a_time():
    for language, text in [("fr", "mon numéro"), ("ro", "nu"), ("de", "nu"), ("es", "so sat"), ("tr", "auj")]:
        with pytest.raises(UnreadableWindow):
            read(text, language)


@pytest.mark.parametrize("language", ["am", "ti"])
def test_hours_counted_from_six_in_the_morning_are_understood_when_the_clocks_hour_makes_no_sense(language):
    morning = {"am": "ነገ ጠዋት 3 ሰዓት", "ti": "ጽባሕ ንግሆ ሰዓት 3"}[language]
    assert read(morning, language) == "Wed 25 Nov 09:00-10:00"


def test_languages_without_that_custom_keep_the_clock():
    assert read("tomorrow morning at 3", "en") == "Wed 25 Nov 03:00-04:00"
