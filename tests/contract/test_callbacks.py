from datetime import timedelta

import pytest

from bot.domain.callback import Attempt, Outcome, State, Topic
from bot.domain.errors import AlreadyOpen, AlreadyTaken, CallbackNotFound
from bot.services.ports import CallbackFilter
from tests.builders import NOW, a_request, a_window, a_wish
from tests.threads import at_once

EVERYTHING = CallbackFilter()


def keep(new_work, *requests):
    with new_work() as work:
        for request in requests:
            assert work.callbacks.add(request, request_key=f"key of {request.reference}")
        work.commit()


def change(new_work, reference, verb):
    with new_work() as work:
        request = work.callbacks.get(reference)
        verb(request)
        work.callbacks.save(request)
        work.commit()


def read(new_work, reference="ABC-234"):
    with new_work() as work:
        return work.callbacks.get(reference)


def references(new_work, wanted=EVERYTHING, offset=0, limit=50):
    with new_work() as work:
        return [request.reference for request in work.callbacks.page(wanted, offset, limit)]


def test_a_request_comes_back_as_it_was_kept(new_work):
    request = a_request(
        wish=a_wish(name="Ана-Марія O'Neil 🙂", may_leave_message=True), urgent=True, note="rings after prayer"
    )

    keep(new_work, request)

    assert read(new_work) == request


def test_an_unknown_reference_is_refused_by_name(new_work):
    with new_work() as work, pytest.raises(CallbackNotFound) as refusal:
        work.callbacks.get("ZZZ-999")
    assert refusal.value.reference == "ZZZ-999"


def test_the_same_key_keeps_only_the_first_request(new_work):
    with new_work() as work:
        assert work.callbacks.add(a_request("AAA-222"), "the key")
        assert not work.callbacks.add(a_request("BBB-222"), "the key")
        work.commit()

    assert references(new_work) == ["AAA-222"]
    with new_work() as work:
        assert work.callbacks.made_by("the key").reference == "AAA-222"
        assert work.callbacks.made_by("another key") is None


def test_two_at_once_with_the_same_key_keep_one_request(new_work):
    def add(number):
        with new_work() as work:
            added = work.callbacks.add(a_request(("AAA-222", "BBB-222")[number]), "the key")
            work.commit()
        return added

    assert sorted(at_once(add)) == [False, True]
    assert len(references(new_work)) == 1


def test_changes_and_calls_are_kept_in_their_order(new_work):
    keep(new_work, a_request())
    later = NOW + timedelta(minutes=5)

    change(new_work, "ABC-234", lambda it: it.take("ana", NOW))
    change(new_work, "ABC-234", lambda it: it.record_call(Attempt(NOW, "ana", Outcome.NO_ANSWER)))
    change(new_work, "ABC-234", lambda it: it.record_call(Attempt(later, "ana", Outcome.REACHED)))

    request = read(new_work)
    assert request.state is State.CALLED
    assert request.assignee == "ana"
    assert request.updated_at == later
    assert [attempt.outcome for attempt in request.attempts] == [Outcome.NO_ANSWER, Outcome.REACHED]


def test_a_unit_may_save_the_same_request_twice(new_work):
    keep(new_work, a_request())

    with new_work() as work:
        request = work.callbacks.get("ABC-234")
        request.take("ana", NOW)
        work.callbacks.save(request)
        request.record_call(Attempt(NOW, "ana", Outcome.REACHED))
        work.callbacks.save(request)
        work.commit()

    assert len(read(new_work).attempts) == 1


def test_an_amended_wish_replaces_the_old_one(new_work):
    keep(new_work, a_request())
    wish = a_wish(name="Amina", phone="+352621123456", topic=Topic.LUXEMBOURG, window=a_window(timedelta(days=1)))

    change(new_work, "ABC-234", lambda it: it.amend(wish, NOW))

    assert read(new_work).wish == wish


def test_a_change_on_top_of_a_colleagues_change_is_refused_with_the_colleagues_name(stores):
    if not stores.nests:
        pytest.skip("SQLite lets only one writer begin, so nobody can read what another is changing")
    keep(stores.new_work, a_request())

    with stores.new_work() as mine:
        request = mine.callbacks.get("ABC-234")
        change(stores.new_work, "ABC-234", lambda it: it.take("ana", NOW))
        request.take("ben", NOW)
        with pytest.raises(AlreadyTaken) as refusal:
            mine.callbacks.save(request)

    assert refusal.value == AlreadyTaken("ABC-234", "ana")
    assert read(stores.new_work).assignee == "ana"


def test_of_two_colleagues_who_take_at_once_one_gets_it(new_work):
    keep(new_work, a_request())
    names = ("ana", "ben")

    outcomes = at_once(lambda number: change(new_work, "ABC-234", lambda it: it.take(names[number], NOW)))

    refused = [outcome for outcome in outcomes if outcome is not None]
    assert [type(error) for error in refused] == [AlreadyTaken]
    holder = read(new_work).assignee
    assert refused[0].holder == holder
    assert outcomes[names.index(holder)] is None


def test_the_open_request_of_a_person_is_found(new_work):
    keep(
        new_work,
        a_request("AAA-222", conversation_id="amina", state=State.CLOSED),
        a_request("BBB-222", conversation_id="amina"),
        a_request("CCC-222", conversation_id="somebody-else"),
    )

    with new_work() as work:
        assert work.callbacks.open_for("amina").reference == "BBB-222"
        assert work.callbacks.open_for("nobody") is None


@pytest.mark.parametrize("state", [State.CLOSED, State.CANCELLED, State.EXPIRED])
def test_an_ended_request_is_not_open(new_work, state):
    keep(new_work, a_request(state=state))

    with new_work() as work:
        assert work.callbacks.open_for("conversation-of-amina") is None


def test_the_newest_request_of_a_person_is_found_whatever_its_state(new_work):
    keep(
        new_work,
        a_request("BBB-222", conversation_id="amina", created_at=NOW, state=State.CANCELLED),
        a_request("AAA-222", conversation_id="amina", created_at=NOW - timedelta(days=1)),
    )

    with new_work() as work:
        assert work.callbacks.latest_for("amina").reference == "BBB-222"
        assert work.callbacks.latest_for("nobody") is None


def test_a_person_has_one_open_request(new_work):
    keep(new_work, a_request("ABC-234", conversation_id="amina"))
    with new_work() as work:
        with pytest.raises(AlreadyOpen) as refused:
            work.callbacks.add(a_request("DEF-567", conversation_id="amina"), "another key")
        assert refused.value.reference == "ABC-234"
        assert work.callbacks.add(a_request("GHJ-234", conversation_id="boris"), "key of boris")


def test_of_two_first_requests_at_the_same_moment_one_is_kept(stores):
    def ask(number):
        with stores.new_work() as work:
            kept = work.callbacks.add(a_request(f"ABC-23{number + 4}", conversation_id="amina"), f"key {number}")
            work.commit()
            return kept

    outcomes = at_once(ask)
    assert sorted(str(type(outcome).__name__) for outcome in outcomes) == ["AlreadyOpen", "bool"]


def test_a_closed_request_is_not_opened_again_beside_a_newer_one(new_work):
    keep(new_work, a_request("ABC-234", conversation_id="amina", state=State.CLOSED))
    keep(new_work, a_request("DEF-567", conversation_id="amina"))
    with pytest.raises(AlreadyOpen):
        change(new_work, "ABC-234", lambda request: request.reopen(NOW))
