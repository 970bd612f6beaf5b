from pathlib import Path

import pytest
import yaml

from bot.domain.language import LANGUAGES
from bot.services import windows
from bot.services.window_words import fold, plain, vocabulary

WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
NEEDED = ["today", "tomorrow", "after_tomorrow", "past", *WEEK, "next", "morning", "noon", "afternoon", "evening"]
KNOWN = {
    *NEEDED, "any_time", "hour", "to", "numbers", "next_week", "last", "this", "this_morning", "this_afternoon",
    "this_evening", "on", "th", "at", "am", "pm", "half", "half_to", "from", "until", "onward", "up_to", "in", "later",
    "two_hours", "minute", "days", "two_days", "week", "counted", "ignored", "counts_from_six",
}  # fmt: skip


@pytest.fixture(scope="module")
def table():
    return yaml.safe_load(Path(windows.__file__).with_name("day_words.yml").read_text("utf-8"))


def test_the_table_holds_our_languages_and_what_they_share(table):
    assert set(table) == {*LANGUAGES, "shared"}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_language_has_all_it_needs_and_no_row_that_nothing_reads(table, language):
    rows = table[language]
    for row in [*NEEDED, "any_time", "hour", "to"]:
        assert rows[row], f"{language} has no {row}"
    assert set(rows) <= KNOWN
    assert len(rows["numbers"]) == 12


def test_every_entry_is_text_for_yaml_makes_true_of_on_and_no(table):
    lists = [entries for rows in table.values() for entries in rows.values() if isinstance(entries, list)]
    entries = [entry for entries in lists for entry in entries]
    spellings = [spelling for entry in entries for spelling in (entry if isinstance(entry, list) else [entry])]
    assert len(spellings) > 2000
    assert [spelling for spelling in spellings if not isinstance(spelling, str) or not spelling.strip("+# ")] == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_each_word_is_found_under_its_row(table, language):
    words = vocabulary(language)
    for row in ("tomorrow", "morning", "any_time", *WEEK):
        for entry in table[language][row]:
            if entry.endswith("#") or entry.startswith("#"):
                continue
            found = words.marks(fold(plain(entry.strip("+"))))
            assert any(row in mark.kinds for mark in found), f"{language}: {entry} is not found as {row}"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Après-MIDI", "apres-midi"),
        ("YARIN öğlen İkindi", "yarin oglen ikindi"),
        ("غَداً", "غدا"),
        ("الأربعاء ۱۲", "الاربعاء 12"),
        ("п’ятниця", "п'ятниця"),
        ("ፀሐይ ሠኞ ዓርብ", "ጸሀይ ሰኞ አርብ"),
        ("پس‌فردا", "پسفردا"),
        ("14–16", "14-16"),
        ("e\u0301te\u0301", "ete"),
    ],
)
def test_spellings_that_mean_the_same_are_folded_together(typed, folded):
    assert fold(plain(typed)) == folded


@pytest.mark.parametrize("text", ["Ça été", "ﷺ ½ ǆ ß İ", "ከሰዓት በኋላ", "שָׁלוֹם", "각", "🙂"])
def test_folding_keeps_every_letter_in_its_place(text):
    assert len(fold(plain(text))) == len(plain(text))
