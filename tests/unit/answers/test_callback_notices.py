"""What people hear on Telegram about their callback request."""

import pytest

from bot.domain.callback import Outcome
from bot.domain.errors import WrongState
from tests.builders import NOW, a_consent, a_conversation, a_window, a_wish

PERSON = "conversation-of-amina"


@pytest.fixture
def heard(app):
    """The texts that wait to be sent."""

    def heard():
        with app.new_work() as work:
            return [outgoing.params.get("text", "") for outgoing in work.outbox.unsettled()]

    return heard


@pytest.fixture
def ask(app):
    def ask(**person):
        with app.new_work() as work:
            work.conversations.save(a_conversation(PERSON, language="fr", **person))
            work.commit()
        return app.callbacks.record(PERSON, a_wish(), a_consent(), "key").reference

    return ask


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        (lambda desk, it: desk.record_call(it, "ana", Outcome.NO_ANSWER), "essayé de vous appeler"),
        (lambda desk, it: desk.record_call(it, "ana", Outcome.WRONG_NUMBER), "numéro ne semble pas correct"),
        (lambda desk, it: desk.postpone(it, "ana", a_window()), "24 nov"),
        (lambda desk, it: desk.close(it, "ana"), "est clôturée"),
    ],
    ids=["no answer", "wrong number", "new time", "closed"],
)
def test_the_person_is_told_in_their_language(app, ask, heard, verb, words):
    reference = ask()
    verb(app.callbacks, reference)
    [text] = heard()
    assert words in text
    assert reference in text


def test_what_the_person_knows_already_is_not_repeated(app, ask, heard):
    reference = ask()
    app.callbacks.take(reference, "ana")
    app.callbacks.record_call(reference, "ana", Outcome.REACHED)
    app.callbacks.write_note(reference, "ana", "spoke")
    assert heard() == []


@pytest.mark.parametrize("silent", [{"blocked_at": NOW}, {"stopped_at": NOW}])
def test_nothing_is_sent_to_somebody_who_blocked_or_stopped_the_bot(app, ask, heard, silent):
    app.callbacks.close(ask(**silent), "ana")
    assert heard() == []


def test_a_refused_verb_tells_nobody(app, ask, heard):
    reference = ask()
    app.callbacks.cancel(PERSON)
    with pytest.raises(WrongState):
        app.callbacks.close(reference, "ana")
    assert heard() == []


def test_a_person_who_is_gone_from_the_books_stops_no_work(app, heard):
    reference = app.callbacks.record("unknown", a_wish(), a_consent(), "key").reference
    assert not app.callbacks.close(reference, "ana").is_open
    assert heard() == []
