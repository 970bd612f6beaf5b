"""Topics of the staff group and linked Telegram accounts, on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.outgoing import OutgoingState
from bot.services.staff_group_ports import Copy, Topic
from tests.builders import NOW, a_conversation

pytestmark = pytest.mark.parametrize("stores", ["sqlite", "postgresql"], indirect=True)

GROUP = -1001234567890
AMINA = Topic("amina", GROUP, NOW, thread=7, state="1/waiting", introduced=True, seen_turn=3, seen_edit=NOW)


@pytest.fixture(autouse=True)
def people(new_work):
    with new_work() as work:
        work.conversations.save(a_conversation("amina", address="amina"))
        work.topics.save(AMINA)
        work.commit()


def test_a_topic_comes_back_as_it_was_kept_last(new_work):
    later = replace(AMINA, closed=True, thread=8, seen_edit=None)
    with new_work() as work:
        assert work.topics.get("amina") == AMINA
        assert work.topics.unfinished() == ["amina"]
        work.topics.save(later)
        work.commit()
    with new_work() as work:
        assert work.topics.get("amina") == later
        assert work.topics.unfinished() == []
        assert (work.topics.conversation_in(GROUP, 8), work.topics.conversation_in(GROUP, 7)) == ("amina", None)


def test_topics_are_found_by_age(new_work):
    with new_work() as work:
        assert work.topics.older_than(NOW) == []
        assert work.topics.older_than(NOW + timedelta(seconds=1)) == [AMINA]


def test_messages_are_found_from_both_sides(new_work):
    with new_work() as work:
        [call] = work.outbox.add("amina", [{"method": "sendMessage", "params": {"text": "hi"}}], NOW)
        work.topics.keep("amina", GROUP, [Copy(50, person_message=12), Copy(51, outbox_id=call.id)], NOW)
        assert work.topics.sent_as(call.id) is None
        work.outbox.settle(call.id, OutgoingState.SENT, NOW, 900)
        work.commit()
    with new_work() as work:
        assert work.topics.copy_of_persons("amina", 12) == 50
        assert work.topics.copy_of_ours("amina", 900) == 51
        assert work.topics.copies_of(GROUP, 51) == [Copy(51, None, call.id)]
        assert work.topics.sent_as(call.id) == 900
        assert work.topics.shown([call.id])
        assert not work.topics.shown([call.id + 1])
        assert work.topics.undelivered("amina") == []


def test_what_failed_is_undelivered_until_it_is_told(new_work):
    before = mark(new_work)
    with new_work() as work:
        [call] = work.outbox.add("amina", [{"method": "sendMessage", "params": {"text": "hi"}}], NOW)
        work.topics.keep("amina", GROUP, [Copy(51, outbox_id=call.id)], NOW)
        work.outbox.settle(call.id, OutgoingState.FAILED, NOW, error="gone")
        work.commit()
    assert mark(new_work) != before
    with new_work() as work:
        assert [(each.message, each.error) for each in work.topics.undelivered("amina")] == [(51, "gone")]
        work.topics.told(call.id)
        assert work.topics.undelivered("amina") == []


def mark(new_work):
    with new_work() as work:
        return work.topics.mark()


def test_erasing_leaves_nothing_of_a_topic(new_work):
    with new_work() as work:
        work.topics.keep("amina", GROUP, [Copy(50, person_message=12)], NOW)
        work.erase("amina")
        work.commit()
    with new_work() as work:
        assert work.topics.get("amina") is None
        assert work.topics.copies_of(GROUP, 50) == []


def test_a_code_works_once_and_a_colleague_has_one_telegram_account(new_work):
    with new_work() as work:
        work.links.add_code("OLD", "ana", NOW + timedelta(minutes=10))
        work.links.add_code("NEW", "ana", NOW + timedelta(minutes=10))
        assert work.links.use_code("OLD", NOW) is None
        assert work.links.use_code("NEW", NOW + timedelta(minutes=10)) is None
        assert work.links.use_code("NEW", NOW) == "ana"
        assert work.links.use_code("NEW", NOW) is None
        work.links.link("900", "ana", NOW)
        work.links.link("901", "ana", NOW)
        work.commit()
    with new_work() as work:
        assert (work.links.staff_of("900"), work.links.staff_of("901")) == (None, "ana")
        work.links.link("901", "bram", NOW)
        assert work.links.staff_of("901") == "bram"
        assert work.links.unlink("bram")
        assert not work.links.is_linked("bram")
