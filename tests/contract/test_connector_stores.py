"""What only the SQL stores keep: corrections, used keyboards, failed messages."""

from datetime import timedelta

import pytest

from bot.domain.outgoing import OutgoingState
from bot.services.connector_ports import MessageEdit
from bot.services.retention_ports import Limit
from tests.builders import NOW, a_call


@pytest.fixture
def work(new_work):
    with new_work() as opened:
        if not hasattr(opened, "edits"):
            pytest.skip("the in-memory stores need none of this")
        yield opened


def asking(text="?"):
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "x"}]]}
    return {"method": "sendMessage", "params": {"text": text, "reply_markup": keyboard}}


def send(work, call, message_id, asks=True):
    (queued,) = work.outbox.add("amina", [call], NOW, asks=asks)
    work.outbox.settle(queued.id, OutgoingState.SENT, NOW, message_id)


def test_corrections_are_read_by_conversation_and_kept_once(work):
    edit = MessageEdit("amina", 2**40, NOW, "0470 12 34 57")
    for update_id in (5, 5):
        work.edits.add(edit, update_id)
    work.edits.add(MessageEdit("boris", 7, NOW, "x"), 6)

    assert work.edits.of("amina") == [edit]


def test_only_the_first_press_of_a_keyboard_counts_and_may_be_repeated(work):
    assert work.presses.first("amina", 50, 1, NOW)
    assert work.presses.first("amina", 50, 1, NOW)
    assert not work.presses.first("amina", 50, 2, NOW)
    assert work.presses.first("boris", 50, 3, NOW)


def test_buttons_are_out_of_date_once_a_later_turn_asked_something_else(work):
    send(work, asking("first"), 50)
    assert not work.outbox.asked_again("amina", 50)
    send(work, a_call("words only"), 52)
    send(work, asking("a colleague's question"), 53, asks=False)
    assert not work.outbox.asked_again("amina", 50)
    work.outbox.add("amina", [asking("second")], NOW, asks=True)
    assert work.outbox.asked_again("amina", 50)
    assert not work.outbox.asked_again("boris", 50)


def test_a_failed_message_is_shown_to_staff_with_its_reason(work):
    first, second = work.outbox.add("amina", [a_call("lost"), a_call("sent")], NOW)
    work.outbox.settle(first.id, OutgoingState.FAILED, NOW, error="chat not found")
    work.outbox.settle(second.id, OutgoingState.SENT, NOW, 3)

    (failed,) = work.outbox.failed("amina")
    assert (failed.text, failed.error, failed.at) == ("lost", "chat not found", NOW)
    assert work.outbox.count_failed(NOW) == 1
    assert work.outbox.count_failed(NOW + timedelta(seconds=1)) == 0


def test_erasing_and_expiring_take_them_along(work):
    work.edits.add(MessageEdit("amina", 7, NOW, "x"), 5)
    work.edits.add(MessageEdit("boris", 7, NOW - timedelta(days=9), "x"), 6)
    work.presses.first("amina", 50, 1, NOW)
    work.erase("amina")
    cutoffs = dict.fromkeys(Limit, NOW - timedelta(days=1))
    assert work.retention.remove("corrected messages", cutoffs, 10) == 1
    assert work.retention.remove("pressed keyboards", cutoffs, 10) == 0

    assert work.edits.of("amina") == work.edits.of("boris") == []
    assert work.presses.first("amina", 50, 9, NOW)


def test_a_press_may_come_before_the_sending_of_its_message_is_written_down(work):
    send(work, asking("first"), 50)
    (second,) = work.outbox.add("amina", [asking("second")], NOW, asks=True)
    work.outbox.sending(second.id)
    assert not work.outbox.asked_again("amina", 52)
