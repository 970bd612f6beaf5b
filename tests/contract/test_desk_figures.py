"""How the hotline does, read from SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.call_window import CallWindow
from bot.domain.callback import Attempt, Outcome, State
from bot.domain.handover import Handover, Reason
from bot.services.overview_ports import Standing
from tests.builders import NOW, a_request, a_wish

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def work(new_work):
    with new_work() as opened:
        if not hasattr(opened, "figures"):
            pytest.skip("the in-memory stores need none of this")
        yield opened


def asked(work, number, *attempts, ends=NOW + DAY, state=State.NEW):
    window = CallWindow(ends - timedelta(hours=2), ends)
    reference = f"MT-{number}"
    request = a_request(reference=reference, conversation_id=f"c{number}", wish=replace(a_wish(), window=window))
    request.created_at = NOW
    request.state = state
    work.callbacks.add(request, reference)
    held = work.callbacks.get(reference)
    held.attempts += [Attempt(NOW + after, "Ana", outcome) for after, outcome in attempts]
    work.callbacks.save(held)


def test_a_request_waits_until_its_first_call_and_later_calls_do_not_count(work):
    asked(work, 1, (10 * MINUTE, Outcome.NO_ANSWER), (90 * MINUTE, Outcome.REACHED))
    asked(work, 2, (4 * MINUTE, Outcome.REACHED))
    asked(work, 3)
    assert [round(each, 1) for each in work.figures.callback_waits(NOW, NOW + DAY)] == [240, 600]
    assert work.figures.callback_waits(NOW + 60 * MINUTE, NOW + DAY) == []


def test_calls_are_counted_by_what_came_of_them(work):
    asked(work, 1, (10 * MINUTE, Outcome.NO_ANSWER), (90 * MINUTE, Outcome.REACHED))
    asked(work, 2, (2 * DAY, Outcome.REACHED))
    assert work.figures.calls(NOW, NOW + DAY) == {Outcome.NO_ANSWER: 1, Outcome.REACHED: 1}


def test_what_is_due_until_the_evening_and_what_is_overdue_is_open(work):
    asked(work, 1, ends=NOW - MINUTE)
    asked(work, 2, ends=NOW + MINUTE)
    asked(work, 3, ends=NOW + 2 * DAY)
    asked(work, 4, ends=NOW - MINUTE, state=State.CLOSED)
    assert work.figures.standing(NOW, NOW + DAY) == Standing(due=1, overdue=1, open=3, waiting=0, held=0)


def test_people_wait_until_one_of_us_takes_their_chat_and_not_when_we_begin_it(work):
    for number, (after, reason) in enumerate([(3, Reason.ASKED), (1, Reason.PROTECTION), (0, Reason.TAKEN_BY_STAFF)]):
        chat = Handover(f"c{number}", reason, "ar", NOW, NOW)
        work.handovers.add(chat)
        chat.take("Ana", NOW + after * MINUTE)
        work.handovers.save(chat)
    work.handovers.add(Handover("waits", Reason.ASKED, "ar", NOW, NOW))
    assert [round(each, 1) for each in work.figures.chat_waits(NOW, NOW + DAY)] == [60, 180]
    standing = work.figures.standing(NOW, NOW + DAY)
    assert (standing.waiting, standing.held) == (1, 3)
