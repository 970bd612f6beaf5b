"""The table of topics: whole, known to the domain and the stories, and read as trainers mean it."""

from pathlib import Path

import pytest
import yaml

from bot.answers.catalogue import read_catalogue
from bot.services.topics import FOLLOW_UP, topics_of

ROOT = Path(__file__).parents[3]
TOPICS = topics_of(ROOT)
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
INTENTS = {next(iter(i)) if isinstance(i, dict) else i for i in DOMAIN["intents"]}
FOLLOW_UPS = {intent for intent in INTENTS if intent.startswith(FOLLOW_UP)}
SERVICE = {
    "affirm", "callback_request", "cancel", "change_language", "deny", "goodbye", "greeting_start", "help_menu",
    "human_request", "thanks",
}  # fmt: skip


def parsed(first, second=None):
    return {"intent": {"name": first}, "second_intent": {"name": second} if second else None}


def test_every_intent_that_people_write_is_a_topic_or_known_not_to_be():
    written = set()
    for path in (ROOT / "data" / "nlu").glob("*.yml"):
        written |= {block["intent"] for block in yaml.safe_load(path.read_text("utf-8"))["nlu"] if "intent" in block}
    rest = {intent for intent in written if intent not in TOPICS and not intent.startswith(("oos_", FOLLOW_UP))}
    assert rest == SERVICE


def test_every_topic_has_an_answer_and_every_short_question_leads_to_one():
    keys = read_catalogue(ROOT).reference
    for topic, follow_ups in TOPICS.follow_ups.items():
        assert f"utter_{topic}" in keys
        assert set(follow_ups) <= FOLLOW_UPS, topic
        assert {f"utter_{meant}" for meant in follow_ups.values()} <= set(keys), topic


def test_every_short_question_can_be_asked_back_with_known_topics():
    assert set(TOPICS.asked) == FOLLOW_UPS
    for choices in TOPICS.asked.values():
        assert 2 <= len(choices) <= 3
        assert set(choices) <= INTENTS


@pytest.mark.parametrize(
    ("question", "topic", "meant"),
    [
        ("follow_up_amount", "reintegration_support_what", "money_amount"),
        ("follow_up_amount", "what_is_voluntary_return", "return_cost_free"),
        ("follow_up_family", "who_can_apply_return", "family_children_return"),
        ("follow_up_family", "resettlement_belgium", "family_reunification_help"),
        ("follow_up_why", "money_amount", "why_it_depends"),
        ("follow_up_why", "order_to_leave_received", "asylum_outcome_legal_advice"),
        ("follow_up_duration", "how_to_apply_return", "how_long_until_departure"),
        ("follow_up_where", "luxembourg_return", "luxembourg_return"),
        ("follow_up_where", "suicide_self_harm", "suicide_self_harm"),
        ("follow_up_amount", "suicide_self_harm", None),
        ("follow_up_amount", None, None),
    ],
)
def test_a_short_question_means_the_topic_before(question, topic, meant):
    assert TOPICS.meant(question, topic) == meant


@pytest.mark.parametrize(
    ("first", "second", "answered"),
    [
        ("office_address", "luggage", "luggage"),
        ("office_address", "office_address", None),
        ("office_address", None, None),
        ("office_address", "callback_request", None),
        ("office_address", "suicide_self_harm", None),
        ("suicide_self_harm", "office_address", None),
        ("callback_request", "office_address", None),
        ("oos_weather", "office_address", None),
    ],
)
def test_a_second_question_is_answered_beside_the_first_only_between_topics(first, second, answered):
    assert TOPICS.second(parsed(first, second)) == answered


def test_answers_of_topics_are_told_from_prompts():
    assert TOPICS.of_answer("utter_luggage") == "luggage"
    assert TOPICS.of_answer("luggage") is None
    assert TOPICS.of_answer("utter_greeting_start") is None


def test_what_follows_an_answer_by_rule_is_not_cut_off_by_a_second_one():
    for path in (ROOT / "data" / "stories").glob("*.yml"):
        for rule in yaml.safe_load(path.read_text("utf-8")).get("rules") or []:
            actions = [step["action"] for step in rule["steps"] if "action" in step]
            intent = rule["steps"][0].get("intent")
            if intent in TOPICS:
                assert actions[0] == f"utter_{intent}", rule["rule"]
                assert len(actions) == 1 or intent in TOPICS.alone, rule["rule"]
