"""The form's reading of answers, and its action over a tracker."""

from datetime import datetime, time, timezone

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.callback_form import ValidateCallbackForm
from bot.domain.call_window import DayPart
from bot.services.callback_form import Context, Filled, Invalid, Message, NotAnAnswer, read_answer

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=timezone.utc)
CONTEXT = Context("en", NOW, (DayPart(time(9), time(12)), DayPart(time(13), time(17))))


def said(text, intent="nlu_fallback", confidence=0.3, **entities):
    return Message(text, intent, confidence, entities)


@pytest.mark.parametrize(
    ("field", "message", "expected"),
    [
        ("consent", said("yes", "affirm", 0.9), Filled(True)),
        ("consent", said("no", "deny", 0.9), Filled(False)),
        ("consent", said("hm"), Invalid("utter_invalid_yes_no")),
        ("consent", said("where is it?", "office_address", 0.95), NotAnAnswer()),
        ("name", said("Fatima Zahra"), Filled("Fatima Zahra")),
        ("name", said("  A.  "), Filled("A.")),
        ("name", said("my name is Ana", person_name="Ana"), Filled("Ana")),
        ("name", said("Moussa", "office_address", 0.65), Filled("Moussa")),
        ("name", said("where is your office?", "office_address", 0.95), NotAnAnswer()),
        ("name", said("12345"), Invalid("utter_invalid_name")),
        ("name", said("a very long story about my whole life in belgium"), Invalid("utter_invalid_name")),
        ("phone", said("0470 12 34 56"), Filled("+32470123456")),
        ("phone", said("call 0470/12.34.56 pls", phone_number="+32470123456"), Filled("+32470123456")),
        ("phone", said("+352 621 123 456"), Filled("+352621123456")),
        ("phone", said("12"), Invalid("utter_invalid_phone")),
        ("phone", said("how much money?", "money_amount", 0.95), NotAnAnswer()),
        ("phone", said("0470 12 34", "callback_request", 0.9), Invalid("utter_invalid_phone")),
        ("language", said("Français"), Filled("fr")),
        ("language", said("arabic", language="ar"), Filled("ar")),
        ("language", said("klingon"), Invalid("utter_invalid_language")),
        ("window", said("tomorrow 3pm"), Filled("2026-11-25T15:00+01:00/2026-11-25T16:00+01:00")),
        ("window", said("tomorrow 3pm", "goodbye", 0.95), Filled("2026-11-25T15:00+01:00/2026-11-25T16:00+01:00")),
        ("window", said("are you open on saturday?", "office_hours_contact", 0.7), NotAnAnswer()),
        ("window", said("yesterday"), Invalid("utter_past_window")),
        ("window", said("blabla"), Invalid("utter_invalid_window")),
        ("window", said("/choose_window", "choose_window", 1.0, window="nonsense"), Invalid("utter_invalid_window")),
        (
            "window",
            said("/w", "choose_window", 1.0, window="2026-11-20T09:00+01:00/2026-11-20T12:00+01:00"),
            Invalid("utter_past_window"),
        ),
        ("topic", said("/t", "choose_topic", 1.0, topic="luxembourg"), Filled("luxembourg")),
        ("topic", said("i want to go home", "how_to_apply_return", 0.9), Filled("return")),
        ("topic", said("/something_else", "something_else", 1.0), Filled("other")),
        ("topic", said("hm"), Invalid("utter_invalid_topic")),
        ("voicemail", said("nee", "deny", 0.9), Filled(False)),
    ],
)
def test_a_message_is_read_as_an_answer_or_left_alone(field, message, expected):
    assert read_answer(field, message, CONTEXT) == expected


def tracker(requested, text, intent="nlu_fallback", confidence=0.3, entities=None, before="action_listen", **slots):
    latest = {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": [{"entity": name, "value": value} for name, value in (entities or {}).items()],
        "metadata": {"language": "en"},
    }
    events = [{"event": "action", "name": before}, {"event": "action", "name": "callback_form"}]
    filled = {"requested_slot": requested, **{f"callback_{name}": value for name, value in slots.items()}}
    return Tracker("p", filled, latest, events, False, None, {"name": "callback_form"}, "action_listen")


async def validate(tracker_):
    dispatcher = CollectingDispatcher()
    events = await ValidateCallbackForm().run(dispatcher, tracker_, {})
    told = [message["response"] for message in dispatcher.messages]
    return {event["name"]: event["value"] for event in events}, told


@pytest.fixture(autouse=True)
def own_database(tmp_path, monkeypatch):
    from bot.bootstrap import app

    monkeypatch.setenv("MONTOYER_DATABASE_URL", f"sqlite:///{tmp_path / 'm.db'}")
    app.cache_clear()
    yield
    app.cache_clear()


async def test_an_answer_fills_its_slot():
    assert await validate(tracker("callback_name", "Ana")) == ({"callback_name": "Ana"}, [])


async def test_a_question_in_between_makes_the_form_step_aside():
    assert await validate(tracker("callback_name", "where is your office?", "office_address", 0.95)) == ({}, [])


async def test_after_a_question_in_between_the_form_says_that_it_goes_on():
    resumed = tracker("callback_name", "where?", "office_address", 0.95, before="utter_office_address")
    assert await validate(resumed) == ({}, ["utter_callback_interrupted"])


async def test_an_unusable_answer_is_explained_and_asked_again():
    assert await validate(tracker("callback_phone", "12")) == ({"callback_phone": None}, ["utter_invalid_phone"])


async def test_cancelling_ends_the_form():
    slots, _ = await validate(tracker("callback_topic", "stop", "cancel", 0.9))
    assert slots == {"callback_confirmed": False, "requested_slot": None}


async def test_refused_consent_ends_the_form_before_anything_is_asked():
    slots, _ = await validate(tracker("callback_consent", "no", "deny", 0.9))
    assert slots == {"callback_consent": False, "requested_slot": None}


async def test_saying_no_to_the_summary_shows_the_fields():
    slots, _ = await validate(tracker("callback_confirmed", "no", "deny", 0.9, phone="+32470123456"))
    assert slots == {"callback_confirmed": None, "callback_choosing": True}


async def test_a_chosen_field_is_asked_again():
    slots, _ = await validate(tracker("callback_confirmed", "/change_field", "change_field", 1.0, {"field": "phone"}))
    assert slots["requested_slot"] == "callback_phone"
    assert slots["callback_phone"] is None


async def test_a_number_given_later_corrects_the_number():
    slots, _ = await validate(
        tracker("callback_topic", "no 0471 11 22 33", entities={"phone_number": "+32471112233"}, phone="+32470123456")
    )
    assert slots == {"callback_phone": "+32471112233"}


async def test_a_time_given_later_corrects_the_time():
    slots, _ = await validate(tracker("callback_confirmed", "in 3 days at 10:00", phone="+32470123456"))
    assert list(slots) == ["callback_window"]


async def test_someone_elses_contact_is_used_only_after_a_yes():
    shared = {"phone_number": "+32471112233", "own": "no"}
    slots, _ = await validate(tracker("callback_phone", "/sent_contact", "sent_contact", 1.0, shared))
    assert slots == {"callback_phone": None, "callback_phone_offered": "+32471112233"}
    slots, _ = await validate(tracker("callback_phone", "yes", "affirm", 0.9, phone_offered="+32471112233"))
    assert slots == {"callback_phone": "+32471112233", "callback_phone_offered": None}
    slots, _ = await validate(tracker("callback_phone", "no", "deny", 0.9, phone_offered="+32471112233"))
    assert slots == {"callback_phone": None, "callback_phone_offered": None}


async def test_the_persons_own_contact_is_used_at_once():
    shared = {"phone_number": "+32470123456", "own": "yes"}
    slots, told = await validate(tracker("callback_phone", "/sent_contact", "sent_contact", 1.0, shared))
    assert slots == {"callback_phone": "+32470123456"}
    assert told == ["utter_phone_noted"]


async def test_a_number_is_an_answer_even_where_it_looks_like_the_wish_to_be_called():
    slots, told = await validate(tracker("callback_phone", "0471/12.34.56", "callback_request", 0.95))
    assert slots == {"callback_phone": "+32471123456"}
    assert told == ["utter_phone_noted"]


async def test_asking_for_a_call_during_the_form_asks_the_same_question_again():
    slots, told = await validate(tracker("callback_name", "please call me back?", "callback_request", 0.95))
    assert (slots, told) == ({"callback_confirmed": None}, [])


async def test_an_edited_message_corrects_the_answer_it_gave():
    edited = tracker("callback_confirmed", "my name is Amina", "greeting_start", 0.9)
    edited.latest_message["metadata"] = {"corrects": "name"}
    slots, told = await validate(edited)
    assert (slots, told) == ({"callback_name": "my name is Amina"}, ["utter_correction_taken"])


async def test_an_edit_that_cannot_be_read_is_asked_for_again():
    edited = tracker("callback_confirmed", "12", "nlu_fallback", 0.3)
    edited.latest_message["metadata"] = {"corrects": "phone"}
    slots, told = await validate(edited)
    assert (slots, told) == ({"callback_phone": None}, ["utter_invalid_phone"])
