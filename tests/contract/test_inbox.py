import pytest

from tests.builders import NOW, an_update
from tests.threads import at_once


def claim(new_work, *updates):
    with new_work() as work:
        new = work.inbox.claim(updates, NOW)
        work.commit()
    return new


def unhandled(new_work):
    with new_work() as work:
        return work.inbox.unhandled()


def test_an_update_is_claimed_once(new_work):
    assert claim(new_work, an_update(1)) == [1]
    assert claim(new_work, an_update(1)) == []


def test_a_batch_gives_the_ids_that_are_new(new_work):
    claim(new_work, an_update(2))
    assert claim(new_work, an_update(1), an_update(2), an_update(3)) == [1, 3]


def test_an_update_twice_in_one_batch_is_claimed_once(new_work):
    assert claim(new_work, an_update(1), an_update(1)) == [1]


def test_the_first_payload_stays(new_work):
    claim(new_work, an_update(1, "first"))
    claim(new_work, an_update(1, "second"))
    assert [waiting.payload for waiting in unhandled(new_work)] == [an_update(1, "first")]


def test_of_two_threads_one_gets_the_update(new_work):
    assert sorted(at_once(lambda _: claim(new_work, an_update(1)))) == [[], [1]]


def test_unhandled_updates_come_oldest_first_with_their_payload(new_work):
    claim(new_work, an_update(30, "später"), an_update(4, "сначала"))
    assert [(one.update_id, one.payload) for one in unhandled(new_work)] == [
        (4, an_update(4, "сначала")),
        (30, an_update(30, "später")),
    ]


def test_attempts_are_counted(new_work):
    claim(new_work, an_update(1))
    for _ in range(2):
        with new_work() as work:
            work.inbox.attempt(1)
            work.commit()
    assert [waiting.attempts for waiting in unhandled(new_work)] == [2]


@pytest.mark.parametrize("conversation_id", ["conversation-of-amina", None])
def test_a_finished_update_is_no_longer_waiting_but_still_claimed(new_work, conversation_id):
    claim(new_work, an_update(1), an_update(2))
    with new_work() as work:
        work.inbox.finish(1, conversation_id, NOW)
        work.commit()

    assert [waiting.update_id for waiting in unhandled(new_work)] == [2]
    assert claim(new_work, an_update(1)) == []


def test_update_ids_may_be_larger_than_32_bits(new_work):
    assert claim(new_work, an_update(9_876_543_210)) == [9_876_543_210]
