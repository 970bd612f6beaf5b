"""How answers to held-out messages are judged, and how bars are read."""

import math

import pytest

from bot.nlu.evaluation.bars import Bar, missed, read_bars
from bot.nlu.evaluation.held_out import Case, Kind, read_cases
from bot.nlu.evaluation.judging import Share, by_intent, by_language, confusions, figures, judge


def parsed(intent, language="en"):
    return {"intent": {"name": intent, "confidence": 0.9}, "language": language}


def answers(*pairs):
    replies = iter([reply for _, reply in pairs])
    return judge([case for case, _ in pairs], lambda text: next(replies))


TOPIC = Case("where", "en", "office_address")
OUTSIDE = Case("rain?", "so", "oos_weather", Kind.OUT_OF_SCOPE)
ALARM = Case("help me", "en", "danger_emergency", Kind.PROTECTION, alarm=True)
LOOKALIKE = Case("dying to see her", "en", "any", Kind.PROTECTION)
NAMED_LOOKALIKE = Case("the queue kills me", "en", "office_address", Kind.PROTECTION)
WORDS = Case("where are you", "en", kind=Kind.LANGUAGE)


def test_a_topic_is_right_only_with_its_own_intent():
    first, second = answers((TOPIC, parsed("office_address")), (TOPIC, parsed("money_amount")))
    assert (first.right, second.right) == (True, False)


def test_another_protection_intent_is_still_an_alarm_raised():
    (answer,) = answers((ALARM, parsed("suicide_self_harm")))
    assert answer.right
    assert figures([answer])["protection_recall"].value == 1


def test_any_answer_to_a_lookalike_is_right_but_an_alarm():
    calm, alarmed = answers((LOOKALIKE, parsed("thanks")), (LOOKALIKE, parsed("danger_emergency")))
    assert (calm.right, alarmed.right) == (True, False)
    assert figures([calm, alarmed])["lookalike_alarms"] == Share(1, 2)


def test_a_named_lookalike_is_right_with_its_topic_only():
    right, wrong = answers((NAMED_LOOKALIKE, parsed("office_address")), (NAMED_LOOKALIKE, parsed("thanks")))
    assert (right.right, wrong.right) == (True, False)


def test_declining_counts_for_out_of_scope_and_against_our_topics():
    replies = ((OUTSIDE, parsed("nlu_fallback")), (OUTSIDE, parsed("oos_football")), (TOPIC, parsed("nlu_fallback")))
    reached = figures(answers(*replies))
    assert reached["out_of_scope_declined"] == Share(2, 2)
    assert reached["in_scope_lost"] == Share(1, 1)


def test_the_language_of_three_words_is_judged_by_itself():
    reached = figures(answers((WORDS, parsed("greeting_start", "en")), (WORDS, parsed("greeting_start", "nl"))))
    assert reached["language_of_three_words"] == Share(1, 2)
    assert math.isnan(reached["accuracy_first_twelve"].value)


def test_results_come_by_intent_by_language_and_by_confusion():
    judged = answers((TOPIC, parsed("money_amount")), (TOPIC, parsed("office_address")), (OUTSIDE, parsed("thanks")))
    assert by_intent(judged) == {"office_address": Share(1, 2), "oos_weather": Share(0, 1)}
    assert by_language(judged) == {"en": Share(1, 2), "so": Share(0, 1)}
    assert [(wanted, found) for wanted, found, _ in confusions(judged)] == [
        ("office_address", "money_amount"),
        ("oos_weather", "thanks"),
    ]


def test_a_missed_bar_is_named_with_its_figures():
    low, high = Bar("accuracy_first_twelve", 0.9, upper=False), Bar("in_scope_lost", 0.1, upper=True)
    reached = {"accuracy_first_twelve": Share(8, 10), "in_scope_lost": Share(1, 10)}
    assert missed(reached, [low, high]) == ["accuracy_first_twelve: 0.800 (8 of 10), at least 0.9 wanted"]


def test_nothing_measured_clears_no_bar():
    assert missed({"in_scope_lost": Share(0, 0)}, [Bar("in_scope_lost", 0.1, upper=True)])


@pytest.mark.parametrize("content", ["", "x: {meaning: none}", "x: {at_least: 1, at_most: 2}"])
def test_a_bar_without_exactly_one_limit_is_refused(tmp_path, content):
    (tmp_path / "bars.yml").write_text(content)
    with pytest.raises(ValueError, match=r"bars|x"):
        read_bars(tmp_path / "bars.yml")


def test_held_out_files_of_another_shape_are_refused(tmp_path):
    (tmp_path / "en.yml").write_text("- text: hello")
    with pytest.raises(ValueError, match=r"en\.yml"):
        read_cases(tmp_path)
