"""What the person hears when one of us is asked for: at their wish always, by a rule only where it helps."""

from types import SimpleNamespace

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import handover, unclear
from bot.domain.handover import Reason
from bot.services.handover_requests import Closed, Held, Muted, Queued, TooOften, TryOut
from tests.builders import NOW

NEW = Queued(2, urgent=False, is_new=True, is_open=True)
KNOWN = Queued(2, urgent=False, is_new=False, is_open=True)
URGENT = Queued(1, urgent=True, is_new=True, is_open=True)
AT_NIGHT = Queued(1, urgent=True, is_new=True, is_open=False, opens_at=NOW)


@pytest.fixture
def run(monkeypatch):
    """Run an action while the desk answers so; gives what was said and why one of us was asked for."""

    def run(action, asked, intent="human_request", earlier="greeting_start", loop=None):
        reasons = []

        def ask(person, reason, topic):
            reasons.append((reason, topic))
            return asked

        app = SimpleNamespace(live_chat=SimpleNamespace(requests=SimpleNamespace(ask=ask)))
        monkeypatch.setattr(handover, "app", lambda: app)
        events = [{"event": "user", "parse_data": {"intent": {"name": name}}} for name in (earlier, intent)]
        latest = {"intent": {"name": intent}, "entities": [], "metadata": {"language": "fr"}}
        tracker = Tracker("amina", {"language": None}, latest, events, False, None, {"name": loop} if loop else {}, "")
        dispatcher = CollectingDispatcher()
        action.run(dispatcher, tracker, {})
        return [(each["response"], each.get("queue_position")) for each in dispatcher.messages], reasons

    return run


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (NEW, "utter_handover_waiting"),
        (KNOWN, "utter_handover_waiting"),
        (URGENT, "utter_handover_urgent"),
        (AT_NIGHT, "utter_handover_urgent_closed"),
        (Closed(NOW), "utter_handover_closed"),
        (Closed(None), "utter_handover_nobody"),
        (Muted(NOW), "utter_handover_muted"),
        (TooOften(), "utter_handover_too_often"),
        (TryOut(), "utter_handover_tryout"),
    ],
)
def test_who_asks_always_hears_where_they_stand(run, asked, said):
    [(response, _)], reasons = run(handover.AskForPerson(), asked)
    assert response == said
    assert reasons == [(Reason.ASKED, "human_request")]


def test_the_place_in_the_queue_is_told(run):
    assert run(handover.AskForPerson(), NEW)[0] == [("utter_handover_waiting", "2")]


def test_in_a_chat_that_is_held_the_bot_says_nothing(run):
    assert run(handover.AskForPerson(), Held())[0] == []


def test_danger_calls_staff_and_is_told_once(run):
    said, reasons = run(handover.AlertStaff(), URGENT, "suicide_self_harm")
    assert said == [("utter_handover_urgent", None)]
    assert reasons == [(Reason.PROTECTION, "suicide_self_harm")]
    assert run(handover.AlertStaff(), KNOWN, "suicide_self_harm")[0] == []


@pytest.mark.parametrize("asked", [KNOWN, Closed(NOW), Muted(NOW), TooOften(), TryOut()])
def test_a_rule_that_brings_nobody_says_nothing(run, asked):
    said, reasons = run(handover.Frustrated(), asked, "oos_insult")
    assert said == []
    assert reasons == [(Reason.FRUSTRATION, "oos_insult")]


def test_two_failures_in_a_row_call_one_of_us_and_one_does_not(run):
    said, reasons = run(unclear.Unsure(), NEW, "nlu_fallback", earlier="nlu_fallback")
    assert [key for key, _ in said] == ["utter_not_understood", "utter_handover_waiting"]
    assert reasons == [(Reason.NOT_UNDERSTOOD, "nlu_fallback")]
    assert run(unclear.Unsure(), NEW, "nlu_fallback")[1] == []


@pytest.mark.parametrize(("loop", "said"), [(None, "utter_welcome_back"), ("callback_form", "utter_back_to_bot")])
def test_the_bot_greets_back_and_leaves_the_question_to_an_open_form(run, loop, said):
    assert run(handover.BackToBot(), NEW, "back_to_bot", loop=loop)[0] == [(said, None)]
