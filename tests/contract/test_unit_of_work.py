import pytest

from bot.domain.callback import Attempt, Outcome
from bot.domain.errors import CallbackNotFound
from bot.services.ports import CallbackFilter
from tests.builders import NOW, a_call, a_conversation, a_request, an_update


def test_nothing_stays_without_a_commit(new_work):
    with new_work() as work:
        work.callbacks.add(a_request(), "key")
        work.inbox.claim([an_update(1)], NOW)
        work.conversations.save(a_conversation())

    with new_work() as work:
        assert work.callbacks.count(CallbackFilter()) == 0
        assert work.inbox.unhandled() == []
        assert work.conversations.get("conversation-of-amina") is None


def test_an_error_takes_everything_back(new_work):
    def add_and_fail():
        with new_work() as work:
            work.callbacks.add(a_request(), "key")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()

    with new_work() as work:
        assert work.callbacks.count(CallbackFilter()) == 0


def test_what_was_written_is_seen_within_the_unit(new_work):
    with new_work() as work:
        work.callbacks.add(a_request(), "key")
        assert work.callbacks.get("ABC-234") == a_request()


def test_all_stores_share_one_transaction(new_work):
    with new_work() as work:
        work.callbacks.add(a_request(), "key")
        work.outbox.add("conversation-of-amina", [a_call()], NOW)
        work.commit()

    with new_work() as work:
        assert work.callbacks.count(CallbackFilter()) == 1
        assert len(work.outbox.unsettled()) == 1


def fill(work, conversation_id, number):
    request = a_request(f"AAA-22{number}", conversation_id=conversation_id)
    work.callbacks.add(request, f"key {number}")
    request.record_call(Attempt(NOW, "ana", Outcome.REACHED))
    work.callbacks.save(request)
    work.conversations.save(a_conversation(conversation_id))
    work.trackers.append(conversation_id, [{"event": "user", "text": "hi"}], starts_session=True, now=NOW)
    work.outbox.add(conversation_id, [a_call()], NOW)
    work.inbox.claim([an_update(number)], NOW)
    work.inbox.finish(number, conversation_id, NOW)


def test_erasing_a_person_leaves_nothing_of_them_and_everything_of_others(new_work):
    with new_work() as work:
        fill(work, "amina", 2)
        fill(work, "boris", 3)
        work.commit()

    with new_work() as work:
        work.erase("amina")
        work.commit()

    with new_work() as work:
        with pytest.raises(CallbackNotFound):
            work.callbacks.get("AAA-222")
        assert work.conversations.get("amina") is None
        assert work.trackers.all("amina") == []
        assert work.outbox.after("amina", 0) == []
        assert len(work.callbacks.get("AAA-223").attempts) == 1
        assert work.conversations.get("boris") is not None
        assert len(work.trackers.all("boris")) == 1
        assert len(work.outbox.after("boris", 0)) == 1


def test_an_update_of_an_erased_person_still_counts_as_claimed(new_work):
    with new_work() as work:
        fill(work, "amina", 2)
        work.erase("amina")
        assert work.inbox.claim([an_update(2)], NOW) == []
