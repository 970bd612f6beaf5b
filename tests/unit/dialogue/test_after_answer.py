"""What belongs to a turn after its first answer."""

from pathlib import Path

import pytest
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.after_answer import LISTEN, OFFER, next_action
from bot.services.topics import topics_of

TOPICS = topics_of(Path(__file__).parents[3])
LONG = "je suis ici depuis deux ans et je veux rentrer chez moi bientot"


def heard(intent, second=None, text="where is it? and luggage?", language="en", confidence=0.99):
    parsed = {"language": language, "language_confidence": confidence, "text": text}
    if second:
        parsed["second_intent"] = {"name": second}
    return UserUttered(text, {"name": intent}, [], parsed | {"intent": {"name": intent}}, metadata={"language": "en"})


def after(*events):
    slots = [AnySlot("languages_offered", [{"type": "custom"}]), AnySlot("language", [{"type": "custom"}])]
    tracker = DialogueStateTracker("someone", slots)
    for event in [ActionExecuted(LISTEN), *events]:
        tracker.update(ActionExecuted(event) if isinstance(event, str) else event)
    return next_action(tracker, TOPICS)


def test_the_second_question_is_answered_after_the_first_and_then_the_turn_ends():
    question = heard("office_address", "luggage")
    assert after(question) is None
    assert after(question, "utter_office_address") == "utter_luggage"
    assert after(question, "utter_office_address", "utter_luggage") == LISTEN


@pytest.mark.parametrize("second", [None, "callback_request", "suicide_self_harm", "office_address"])
def test_rules_alone_decide_when_there_is_no_second_topic(second):
    assert after(heard("office_address", second), "utter_office_address") is None


def test_protection_is_answered_alone():
    assert after(heard("suicide_self_harm", "luggage"), "utter_suicide_self_harm") is None
    assert after(heard("suicide_self_harm", text=LONG, language="fr"), "utter_suicide_self_harm") is None


def test_nothing_is_added_while_a_form_is_open():
    question = heard("office_address", "luggage")
    assert after(ActiveLoop("callback_form"), question, "utter_office_address") is None


def test_a_language_is_offered_after_the_answer_and_only_once():
    question = heard("luggage", text=LONG, language="fr")
    offered = SlotSet("languages_offered", ["fr"])
    assert after(question, "utter_luggage") == OFFER
    assert after(question, "utter_luggage", OFFER, offered) == LISTEN
    assert after(question, "utter_luggage", OFFER, offered, LISTEN, question, "utter_luggage") is None


def test_a_language_is_offered_also_where_nothing_was_understood():
    assert after(heard("nlu_fallback", text=LONG, language="fr"), "action_unsure") == OFFER


def test_both_questions_come_before_the_offer():
    question = heard("office_address", "luggage", text=LONG, language="fr")
    assert after(question, "utter_office_address") == "utter_luggage"
    assert after(question, "utter_office_address", "utter_luggage") == OFFER


def test_a_pressed_button_between_two_messages_does_not_hide_the_first():
    pressed = UserUttered("/luggage", {"name": "luggage"}, [], {"intent": {"name": "luggage"}, "text": "/luggage"})
    first, second = (heard("luggage", text="je veux rentrer bientot", language="fr") for _ in range(2))
    talk = [first, "utter_luggage", LISTEN, pressed, "utter_luggage", LISTEN, second, "utter_luggage"]
    assert after(*talk) == OFFER


@pytest.mark.parametrize("intent", ["greeting_start", "thanks", "affirm", "change_language", "oos_insult"])
def test_small_talk_brings_no_offer(intent):
    assert after(heard(intent, text=LONG, language="fr"), f"utter_{intent}") is None
