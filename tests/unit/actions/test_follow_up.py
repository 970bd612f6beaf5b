"""Short questions and references, by the talk before them."""

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import context
from actions.follow_up import FollowUp, ShowReference, last_topic
from bot.answers.shelf import Shelf
from bot.domain.language import LANGUAGES
from tests.conftest import ROOT

SHELF = Shelf(ROOT)


@pytest.fixture(autouse=True)
def texts(monkeypatch):
    monkeypatch.setattr(context, "catalogue", lambda: SHELF.catalogue(0))
    monkeypatch.setattr("actions.follow_up.catalogue", lambda: SHELF.catalogue(0))


def said(key):
    return {"event": "bot", "text": "…", "metadata": {"utter_action": key}}


def a_tracker(intent, *events, language="en", entities=()):
    message = {
        "intent": {"name": intent},
        "entities": [{"entity": name, "value": value} for name, value in entities],
        "metadata": {"language": language},
    }
    return Tracker("someone", {}, message, list(events), False, None, {}, "action_listen")


def run(action, tracker):
    dispatcher = CollectingDispatcher()
    assert action.run(dispatcher, tracker, {}) == []
    return dispatcher.messages


def test_a_short_question_is_answered_by_the_topic_before():
    asked = a_tracker("follow_up_amount", said("utter_reintegration_support_what"))
    assert run(FollowUp(), asked)[0]["response"] == "utter_money_amount"


def test_what_was_said_between_does_not_hide_the_topic():
    asked = a_tracker("follow_up_family", said("utter_luggage"), said("utter_thanks"), said(None))
    assert run(FollowUp(), asked)[0]["response"] == "utter_family_children_return"


def test_the_last_of_two_answers_counts():
    assert last_topic(a_tracker("x", said("utter_luggage"), said("utter_office_address"))) == "office_address"


def test_a_new_session_forgets_the_topic():
    assert last_topic(a_tracker("x", said("utter_luggage"), {"event": "session_started"})) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_topic_the_person_chooses_in_their_language(language):
    (message,) = run(FollowUp(), a_tracker("follow_up_amount", language=language))
    assert message["response"] == "utter_follow_up_which"
    assert [button["payload"] for button in message["buttons"]] == ["/money_amount", "/return_cost_free", "/luggage"]
    titles = SHELF.catalogue(0).editions[language].buttons
    assert [button["title"] for button in message["buttons"]] == [titles[b["payload"]] for b in message["buttons"]]


def test_a_reference_is_shown_in_the_language_asked_for():
    shown = run(
        ShowReference(), a_tracker("show_reference", entities=[("answer", "utter_luggage"), ("language", "fr")])
    )
    assert shown[0]["response"] == "utter_luggage"
    assert shown[0]["reference"] == "fr"


@pytest.mark.parametrize(
    ("answer", "language"), [("utter_privacy", "en"), ("utter_luggage", "ru"), ("x", "en"), ("", "")]
)
def test_no_other_text_is_shown_as_a_reference(answer, language):
    asked = a_tracker("show_reference", entities=[("answer", answer), ("language", language)])
    assert run(ShowReference(), asked)[0]["response"] == "utter_button_stale"
