import itertools
import re

import pytest

from bot.domain.callback import Outcome, State
from bot.domain.errors import AlreadyOpen, AlreadyTaken, CallbackNotFound, WrongState
from bot.services.callbacks import CallbackDesk, new_reference
from bot.services.ports import CallbackFilter
from tests.builders import NOW, a_consent, a_window, a_wish


@pytest.fixture
def desk(database, clock):
    numbers = itertools.count(2)
    return CallbackDesk(database.new_work, clock, reference=lambda: f"AAA-22{next(numbers)}")


def record(desk, person="amina", key="form 1", **details):
    return desk.record(person, a_wish(**details), a_consent(), key)


def audited(database):
    return [(entry.actor, entry.action, entry.subject) for entry in database.contents.audit]


# The person


def test_a_recorded_wish_waits_in_the_queue(desk):
    request = desk.record("amina", a_wish(), a_consent(), "form 1", urgent=True)

    assert (request.reference, request.state, request.urgent) == ("AAA-222", State.NEW, True)
    assert (request.wish, request.consent) == (a_wish(), a_consent())
    assert request.created_at == request.updated_at == NOW
    assert desk.open_for("amina") == request


def test_the_same_key_again_gives_the_same_request(desk):
    first = record(desk)
    assert record(desk, name="somebody else") == first
    assert desk.page(CallbackFilter()).total == 1


def test_an_old_key_repeated_after_a_newer_request_gives_the_old_one(desk, clock):
    first = record(desk, key="form 1")
    desk.cancel("amina")
    clock.advance(hours=1)
    record(desk, key="form 2")

    assert record(desk, key="form 1").reference == first.reference


def test_a_key_of_another_person_gives_nothing_away(desk):
    record(desk, person="amina", key="form 1")
    with pytest.raises(CallbackNotFound):
        record(desk, person="boris", key="form 1")


def test_a_person_has_one_open_request_at_a_time(desk):
    record(desk, key="form 1")

    with pytest.raises(AlreadyOpen) as refusal:
        record(desk, key="form 2")

    assert refusal.value.reference == "AAA-222"
    assert desk.page(CallbackFilter()).total == 1


def test_people_do_not_stand_in_each_others_way(desk):
    record(desk, person="amina", key="form 1")
    record(desk, person="boris", key="form 2")
    assert desk.page(CallbackFilter()).total == 2


def test_after_the_end_of_a_request_another_may_follow(desk, clock):
    record(desk, key="form 1")
    desk.cancel("amina")
    clock.advance(minutes=1)

    second = record(desk, key="form 2")

    assert desk.open_for("amina") == second
    assert desk.latest_for("amina") == second


def test_a_person_amends_and_cancels_their_own_request(desk, clock):
    record(desk)
    clock.advance(minutes=5)

    assert desk.amend("amina", a_wish(name="Amina B.")).wish.name == "Amina B."
    cancelled = desk.cancel("amina")

    assert (cancelled.state, cancelled.updated_at) == (State.CANCELLED, clock.now)
    assert cancelled.wish.name == "Amina B."
    assert desk.open_for("amina") is None
    assert desk.latest_for("amina") == cancelled


def test_what_is_not_open_can_neither_be_amended_nor_cancelled(desk):
    with pytest.raises(CallbackNotFound):
        desk.cancel("amina")
    with pytest.raises(CallbackNotFound):
        desk.amend("amina", a_wish())
    assert desk.latest_for("amina") is None


# The hotline

VERBS = {
    "callback_taken": (lambda desk, ref: desk.take(ref, "ana"), State.ASSIGNED),
    "callback_passed_on": (lambda desk, ref: desk.pass_on(ref, "ana", to="ben"), State.ASSIGNED),
    "callback_released": (lambda desk, ref: desk.release(ref, "ana"), State.NEW),
    "callback_reached": (lambda desk, ref: desk.record_call(ref, "ana", Outcome.REACHED), State.CALLED),
    "callback_no_answer": (lambda desk, ref: desk.record_call(ref, "ana", Outcome.NO_ANSWER), State.CALLED),
    "callback_wrong_number": (lambda desk, ref: desk.record_call(ref, "ana", Outcome.WRONG_NUMBER), State.CALLED),
    "callback_postponed": (lambda desk, ref: desk.postpone(ref, "ana", a_window()), State.POSTPONED),
    "callback_closed": (lambda desk, ref: desk.close(ref, "ana"), State.CLOSED),
    "callback_noted": (lambda desk, ref: desk.write_note(ref, "ana", "rings after prayer"), State.NEW),
}


@pytest.mark.parametrize("action", VERBS)
def test_every_verb_is_kept_and_leaves_an_audit_entry(desk, database, action):
    verb, state = VERBS[action]
    reference = record(desk).reference

    given = verb(desk, reference)

    assert given.state is state
    assert desk.open_detail(reference, "ana") == given
    assert audited(database) == [("ana", action, reference), ("ana", "callback_opened", reference)]


def test_a_closed_request_is_reopened(desk, database):
    reference = record(desk).reference
    desk.close(reference, "ana")
    assert desk.reopen(reference, "ana").is_open
    assert audited(database)[-1] == ("ana", "callback_reopened", reference)


def test_a_refused_verb_leaves_no_trace(desk, database):
    reference = record(desk).reference
    desk.close(reference, "ana")
    before = audited(database)

    with pytest.raises(WrongState):
        desk.take(reference, "ben")

    assert audited(database) == before
    assert desk.latest_for("amina").assignee is None


def test_the_second_colleague_is_told_who_was_first(desk):
    reference = record(desk).reference
    desk.take(reference, "ana")

    with pytest.raises(AlreadyTaken) as refusal:
        desk.take(reference, "ben")

    assert refusal.value.holder == "ana"


def test_a_note_is_replaced(desk):
    reference = record(desk).reference
    desk.write_note(reference, "ana", "first")
    assert desk.write_note(reference, "ben", "second").note == "second"


def test_reading_personal_data_is_audited(desk, database):
    reference = record(desk).reference
    assert desk.open_detail(reference, "ana").wish.phone == "+32470123456"
    assert audited(database) == [("ana", "callback_opened", reference)]


def test_verbs_on_an_unknown_request_are_refused(desk):
    for verb, _ in VERBS.values():
        with pytest.raises(CallbackNotFound):
            verb(desk, "ZZZ-999")
    with pytest.raises(CallbackNotFound):
        desk.open_detail("ZZZ-999", "ana")


def test_a_page_tells_how_many_there_are_in_all(desk):
    for number in range(5):
        record(desk, person=f"person {number}", key=f"form {number}")

    page = desk.page(CallbackFilter(states=frozenset({State.NEW})), offset=3, limit=2)

    assert [request.reference for request in page.requests] == ["AAA-225", "AAA-226"]
    assert (page.total, page.offset) == (5, 3)


def test_a_reference_can_be_read_out_on_the_phone():
    references = {new_reference() for _ in range(500)}
    assert len(references) == 500
    for reference in references:
        assert re.fullmatch(r"[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}", reference)
