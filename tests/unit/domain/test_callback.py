from datetime import timedelta

import pytest

from bot.domain.callback import OPEN, Attempt, Outcome, State
from bot.domain.errors import AlreadyTaken, ConsentMissing, WrongState
from tests.builders import NOW, a_consent, a_request, a_window, a_wish

LATER = NOW + timedelta(minutes=30)

VERBS = {
    "take": lambda it: it.take("ana", LATER),
    "pass_on": lambda it: it.pass_on("ana", LATER),
    "release": lambda it: it.release(LATER),
    "record_call": lambda it: it.record_call(Attempt(LATER, "ana", Outcome.REACHED)),
    "postpone": lambda it: it.postpone(a_window(timedelta(days=1)), LATER),
    "close": lambda it: it.close(LATER),
    "reopen": lambda it: it.reopen(LATER),
    "cancel": lambda it: it.cancel(LATER),
    "expire": lambda it: it.expire(LATER),
    "amend": lambda it: it.amend(a_wish(name="Amina"), LATER),
}

# Where each verb leads from an open state; None means that it stays.
LEADS_TO = {
    "take": State.ASSIGNED,
    "pass_on": State.ASSIGNED,
    "release": State.NEW,
    "record_call": State.CALLED,
    "postpone": State.POSTPONED,
    "close": State.CLOSED,
    "cancel": State.CANCELLED,
    "expire": State.EXPIRED,
    "amend": None,
}

ALLOWED = [(verb, state) for verb in LEADS_TO for state in State if state in OPEN] + [("reopen", State.CLOSED)]
REFUSED = [(verb, state) for verb in VERBS for state in State if (verb, state) not in ALLOWED]


def test_the_tables_cover_every_verb_in_every_state():
    assert len(ALLOWED) == 9 * 4 + 1
    assert len(ALLOWED) + len(REFUSED) == len(VERBS) * len(State) == 70


@pytest.mark.parametrize(("verb", "state"), [pair for pair in ALLOWED if pair[0] != "reopen"])
def test_an_open_request_obeys(verb, state):
    request = a_request(state=state)

    VERBS[verb](request)

    assert request.state is (LEADS_TO[verb] or state)
    assert request.updated_at == LATER


@pytest.mark.parametrize(("verb", "state"), REFUSED)
def test_a_verb_that_does_not_apply_is_refused_and_changes_nothing(verb, state):
    request = a_request(state=state, assignee="ben")

    with pytest.raises(WrongState) as refusal:
        VERBS[verb](request)

    assert refusal.value == WrongState("ABC-234", state.value, verb)
    assert request == a_request(state=state, assignee="ben")


def test_a_request_without_consent_cannot_exist():
    with pytest.raises(ConsentMissing):
        a_request(consent=a_consent(text_version=""))


@pytest.mark.parametrize("state", State)
def test_a_request_is_open_until_somebody_or_something_ended_it(state):
    assert a_request(state=state).is_open == (state not in (State.CLOSED, State.CANCELLED, State.EXPIRED))


def test_whoever_takes_a_request_holds_it():
    request = a_request()
    request.take("ana", LATER)
    assert request.assignee == "ana"


def test_a_held_request_cannot_be_taken_by_another():
    request = a_request(state=State.ASSIGNED, assignee="ben")

    with pytest.raises(AlreadyTaken) as refusal:
        request.take("ana", LATER)

    assert refusal.value == AlreadyTaken("ABC-234", "ben")
    assert request.assignee == "ben"


def test_taking_ones_own_request_again_does_no_harm():
    request = a_request(state=State.CALLED, assignee="ana")
    request.take("ana", LATER)
    assert (request.assignee, request.state) == ("ana", State.ASSIGNED)


def test_a_request_is_passed_on_whoever_held_it():
    request = a_request(state=State.ASSIGNED, assignee="ben")
    request.pass_on("ana", LATER)
    assert request.assignee == "ana"


def test_a_released_request_belongs_to_nobody():
    request = a_request(state=State.ASSIGNED, assignee="ana")
    request.release(LATER)
    assert request.assignee is None


@pytest.mark.parametrize(("held_by", "holder"), [(None, "ana"), ("ben", "ben")])
def test_a_call_is_written_down_and_claims_a_request_that_nobody_held(held_by, holder):
    request = a_request(assignee=held_by)
    request.record_call(Attempt(LATER, "ana", Outcome.NO_ANSWER))
    assert request.attempts == [Attempt(LATER, "ana", Outcome.NO_ANSWER)]
    assert request.assignee == holder


def test_postponing_changes_the_window_and_nothing_else_of_the_wish():
    request = a_request(wish=a_wish(may_leave_message=True))
    tomorrow = a_window(timedelta(days=1))

    request.postpone(tomorrow, LATER)

    assert request.wish == a_wish(may_leave_message=True, window=tomorrow)


@pytest.mark.parametrize(("held_by", "state"), [("ana", State.ASSIGNED), (None, State.NEW)])
def test_a_reopened_request_goes_back_to_whoever_held_it_or_to_the_queue(held_by, state):
    request = a_request(state=State.CLOSED, assignee=held_by)
    request.reopen(LATER)
    assert (request.state, request.updated_at) == (state, LATER)


def test_an_amended_wish_keeps_the_state():
    request = a_request(state=State.ASSIGNED, assignee="ana")
    request.amend(a_wish(phone="+352621123456"), LATER)
    assert request.wish.phone == "+352621123456"
    assert request.assignee == "ana"


def test_a_request_is_overdue_when_its_window_has_passed_while_it_is_open():
    end = a_request().wish.window.end
    assert not a_request().is_overdue(end - timedelta(minutes=1))
    assert a_request().is_overdue(end)
    assert not a_request(state=State.CLOSED).is_overdue(end)
