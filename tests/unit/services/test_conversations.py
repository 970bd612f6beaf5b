from datetime import timedelta

import pytest

from bot.domain.conversation import Channel
from bot.services.conversations import ConversationDesk
from bot.services.erasure import Erasure
from tests.builders import NOW, a_request


@pytest.fixture
def desk(database, clock):
    return ConversationDesk(database.new_work, clock)


def meet(desk, language_code="fr-BE", address="424242"):
    return desk.meet(Channel.TELEGRAM, address, language_code)


def test_a_stranger_is_kept_with_the_phones_language_as_a_hint(desk):
    person = meet(desk)

    assert (person.channel, person.address, person.language, person.hint) == (Channel.TELEGRAM, "424242", None, "fr")
    assert person.created_at == person.last_seen_at == NOW
    assert desk.get(person.id) == person


@pytest.mark.parametrize("language_code", [None, "", "zh"])
def test_a_phone_whose_language_is_not_served_gives_no_hint(desk, language_code):
    assert meet(desk, language_code).hint is None


def test_a_person_is_recognised_by_channel_and_address(desk):
    assert meet(desk).id == meet(desk).id
    assert meet(desk).id != meet(desk, address="1").id
    assert meet(desk).id != desk.meet(Channel.PLAYGROUND, "424242", None).id


def test_a_chosen_language_survives_meeting_again(desk, clock):
    person = meet(desk)
    desk.choose_language(person.id, "ar")
    clock.advance(days=3)

    again = meet(desk, "nl")

    assert (again.language, again.hint, again.speaks) == ("ar", "fr", "ar")


def test_the_day_somebody_was_last_seen_is_kept(desk, clock):
    person = meet(desk)
    clock.advance(hours=2)
    meet(desk)
    assert desk.get(person.id).last_seen_at == NOW

    clock.advance(days=1)
    meet(desk)
    assert desk.get(person.id).last_seen_at == NOW + timedelta(days=1, hours=2)
    assert desk.get(person.id).created_at == NOW


def test_whoever_blocked_the_bot_or_stopped_it_is_back_when_they_write(desk):
    person = meet(desk)
    desk.block(person.id)
    desk.stop(person.id)
    assert desk.get(person.id).blocked_at == desk.get(person.id).stopped_at == NOW

    assert meet(desk).wants_answers
    assert desk.get(person.id).wants_answers


def test_an_unblocked_bot_may_send_again(desk):
    person = meet(desk)
    desk.block(person.id)
    assert not desk.get(person.id).reachable
    desk.unblock(person.id)
    assert desk.get(person.id).reachable


def test_nobody_is_made_up_for_an_unknown_id(desk, database):
    desk.choose_language("nobody", "fr")
    desk.block("nobody")
    desk.unblock("nobody")
    desk.stop("nobody")
    assert desk.get("nobody") is None
    assert database.contents.conversations == {}


def test_a_forgotten_person_is_a_stranger_and_the_audit_names_nobody(desk, database, clock):
    person = meet(desk)
    desk.choose_language(person.id, "ar")
    with database.new_work() as work:
        work.callbacks.add(a_request(conversation_id=person.id), "key")
        work.trackers.append(person.id, [{"event": "user"}], starts_session=True, now=NOW)
        work.commit()

    Erasure(database.new_work, clock).erase(person.id)

    assert desk.get(person.id) is None
    assert database.contents.requests == {}
    assert database.contents.turns == []
    [entry] = database.contents.audit
    assert (entry.actor, entry.action, entry.subject) == ("person", "person_erased", "")
    assert meet(desk).language is None
