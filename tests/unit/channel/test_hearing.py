"""What is kept of a turn for trainers: never a name, a form's answer, or words of somebody in danger."""

import pytest

from bot.bootstrap import build
from bot.channel import hearing
from bot.domain.conversation import Channel
from bot.storage.migrate import migrate
from tests.builders import NOW, a_conversation


@pytest.fixture
def app(tmp_path):
    app = build({"MONTOYER_DATABASE_URL": f"sqlite:///{tmp_path / 'm.db'}"})
    migrate(app.engine)
    return app


def events(text, intent, confidence=0.9, guess="luggage", actions=()):
    ranking = [{"name": name} for name in (intent, guess)]
    parsed = {"intent": {"name": intent, "confidence": confidence}, "intent_ranking": ranking, "language": "en"}
    heard = {"event": "user", "text": text, "parse_data": parsed}
    return [heard, *({"event": "action", "name": name} for name in actions)]


def keep(app, *args, person=None, **kwargs):
    with app.new_work() as work:
        hearing.keep(work, events(*args, **kwargs), person or a_conversation(), NOW)
        work.commit()
    with app.new_reading() as work:
        return work.unclear.open(10), work.heard.traffic(NOW)


def test_what_was_not_understood_is_kept_redacted_with_the_likeliest_guess(app):
    text = "my name is Amina Haddad call +32470123456 about the fronk"
    (message,), _ = keep(app, text, "nlu_fallback", 0.2, actions=("action_unsure",))
    assert "Amina" not in message.text
    assert "0123456" not in message.text
    assert "fronk" in message.text
    assert (message.intent, message.reason) == ("luggage", hearing.Reason.UNKNOWN)


def test_an_answer_given_with_doubt_is_kept_and_a_sure_one_is_not(app):
    (message,), _ = keep(app, "can I bring skis", "luggage", 0.4, actions=("utter_luggage",))
    assert message.reason is hearing.Reason.UNSURE
    found, traffic = keep(app, "how much luggage", "luggage", 0.9)
    assert len(found) == 1
    assert traffic == {("luggage", "en"): 2}


@pytest.mark.parametrize(
    ("intent", "guess", "actions"),
    [
        ("nlu_fallback", "luggage", ("callback_form",)),
        ("suicide_self_harm", "luggage", ()),
        ("nlu_fallback", "danger_emergency", ("action_unsure",)),
    ],
)
def test_answers_to_forms_and_words_of_danger_are_never_kept(app, intent, guess, actions):
    found, traffic = keep(app, "some words", intent, 0.2, guess, actions)
    assert found == []
    assert sum(traffic.values()) == 1


def test_buttons_are_counted_and_never_shown(app):
    found, traffic = keep(app, "/luggage", "luggage", 0.1)
    assert found == []
    assert sum(traffic.values()) == 1


def test_the_playground_and_erased_people_leave_no_trace(app):
    playground = a_conversation()
    playground.channel = Channel.PLAYGROUND
    assert keep(app, "fronk", "nlu_fallback", 0.1, person=playground) == ([], {})
    assert keep(app, "forget me", "forget", 0.2, actions=("action_forget",)) == ([], {})
