import pytest

from bot.domain.outgoing import OutgoingState
from tests.builders import NOW, a_call


def queue(new_work, conversation_id, *texts):
    with new_work() as work:
        queued = work.outbox.add(conversation_id, [a_call(text) for text in texts], NOW)
        work.commit()
    return queued


def unsettled(new_work):
    with new_work() as work:
        return work.outbox.unsettled()


def settle(new_work, outgoing, state=OutgoingState.SENT, **details):
    with new_work() as work:
        work.outbox.settle(outgoing.id, state, NOW, **details)
        work.commit()


def texts(calls):
    return [call.params["text"] for call in calls]


def test_calls_wait_in_the_order_in_which_they_were_queued(new_work):
    first = queue(new_work, "amina", "one", "two")
    queue(new_work, "boris", "three")

    assert texts(unsettled(new_work)) == ["one", "two", "three"]
    assert [call.id for call in first] == sorted(call.id for call in first)
    assert unsettled(new_work)[:2] == first


def test_a_queued_call_tells_whom_it_is_for_and_what_to_do(new_work):
    queue(new_work, "amina", "مرحبا")

    [call] = unsettled(new_work)
    assert (call.conversation_id, call.method, call.params) == ("amina", "sendMessage", {"text": "مرحبا"})
    assert (call.state, call.attempts) == (OutgoingState.WAITING, 0)


def test_a_call_being_sent_is_unsettled_and_counts_attempts(new_work):
    [queued] = queue(new_work, "amina", "one")
    for after in (5, 2**40):
        with new_work() as work:
            work.outbox.sending(queued.id, after)
            work.commit()

    [call] = unsettled(new_work)
    assert (call.state, call.attempts, call.after) == (OutgoingState.SENDING, 2, 2**40)


@pytest.mark.parametrize("state", [OutgoingState.SENT, OutgoingState.FAILED, OutgoingState.UNWANTED])
def test_a_settled_call_leaves_the_queue(new_work, state):
    first, second = queue(new_work, "amina", "one", "two")

    settle(new_work, first, state)

    assert unsettled(new_work) == [second]


def test_a_settled_call_may_carry_a_long_error_and_a_large_message_id(new_work):
    first, _ = queue(new_work, "amina", "one", "two")

    settle(new_work, first, OutgoingState.FAILED, message_id=2**40, error="x" * 1000)

    assert texts(unsettled(new_work)) == ["two"]


def test_later_calls_of_a_conversation_are_those_behind_an_id_that_still_have_content(new_work):
    first, second, _ = queue(new_work, "amina", "one", "two", "three")
    queue(new_work, "boris", "four")
    settle(new_work, second)

    with new_work() as work:
        assert texts(work.outbox.after("amina", first.id)) == ["three"]
        assert texts(work.outbox.after("amina", 0)) == ["one", "three"]


def test_nothing_to_queue_queues_nothing(new_work):
    assert queue(new_work, "amina") == []
    assert unsettled(new_work) == []


def test_what_is_unsettled_can_be_listed_and_read_by_id(new_work):
    first, second = queue(new_work, "amina", "one", "two")
    settle(new_work, first)

    with new_work() as work:
        assert work.outbox.unsettled_ids() == [second.id]
        assert work.outbox.read([first.id, second.id]) == [second]
