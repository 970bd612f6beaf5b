import pytest

from bot.answers.plural import plural_faults, with_plurals

RUSSIAN = "{days: one день, few дня, other дней}"
ARABIC = "{days: few أيام, many يوماً, other يوم}"


@pytest.mark.parametrize(
    ("number", "word"), [(1, "день"), (3, "дня"), (5, "дней"), (21, "день"), (30, "дней"), (111, "дней")]
)
def test_a_word_follows_its_number_by_the_rules_of_the_language(number, word):
    assert with_plurals(RUSSIAN, {"days": number}, "ru") == word


def test_arabic_has_a_form_for_few_and_one_for_many():
    assert [with_plurals(ARABIC, {"days": days}, "ar") for days in (7, 30, 100)] == ["أيام", "يوماً", "يوم"]


def test_what_is_no_number_gets_the_general_form():
    assert with_plurals(RUSSIAN, {"days": "…"}, "ru") == "дней"
    assert with_plurals(RUSSIAN, {}, "ru") == "дней"


def test_faults_are_named_before_anybody_reads_them():
    assert plural_faults(RUSSIAN, "ru") == []
    assert "`other`" in plural_faults("{days: one day}", "en")[0]
    assert plural_faults("{days: few days, other days}", "en") == ["{days: …}: en has no form `few`"]
