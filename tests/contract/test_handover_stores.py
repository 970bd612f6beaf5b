"""Handovers and what surrounds them, on SQLite and PostgreSQL."""

from datetime import timedelta

import pytest

from bot.domain.errors import AlreadyTaken, HeldByStaff
from bot.domain.handover import Handover, Mute, Outcome, Reason
from bot.services.handover_ports import Counts
from tests.builders import NOW, a_call, a_conversation

pytestmark = pytest.mark.parametrize("stores", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(autouse=True)
def people(new_work):
    with new_work() as work:
        for name in ("amina", "boris", "chloe"):
            work.conversations.save(a_conversation(name, address=name))
        work.commit()


def a_handover(who="amina", **changes):
    return Handover(who, Reason.ASKED, "ar", NOW, NOW, **changes)


def kept(new_work, handover):
    with new_work() as work:
        added = work.handovers.add(handover)
        work.commit()
    return added


def test_a_handover_comes_back_as_it_was(new_work):
    handover = a_handover(urgent=True, topic="danger_emergency")
    assert kept(new_work, handover)
    with new_work() as work:
        assert work.handovers.open_for("amina") == handover
        handover = work.handovers.open_for("amina")
        handover.take("ana", NOW)
        handover.person_wrote(NOW)
        handover.remind(NOW)
        work.handovers.save(handover)
        work.commit()
    with new_work() as work:
        assert work.handovers.open_for("amina") == handover


def test_a_person_waits_once(new_work):
    assert kept(new_work, a_handover())
    assert not kept(new_work, a_handover())
    with new_work() as work:
        handover = work.handovers.open_for("amina")
        handover.end(Outcome.LEFT, NOW)
        work.handovers.save(handover)
        work.commit()
    assert kept(new_work, a_handover())
    with new_work() as work:
        assert work.handovers.asked_since("amina", NOW) == 2


def test_a_change_on_an_old_reading_is_refused(new_work, stores):
    if not stores.nests:
        pytest.skip("one writer at a time: a reading cannot grow old")
    kept(new_work, a_handover())
    with new_work() as mine:
        read = mine.handovers.open_for("amina")
        with new_work() as other:
            theirs = other.handovers.open_for("amina")
            theirs.take("bram", NOW)
            other.handovers.save(theirs)
            other.commit()
        read.take("ana", NOW)
        with pytest.raises(AlreadyTaken) as refusal:
            mine.handovers.save(read)
    assert refusal.value.holder == "bram"


def test_the_queue_is_ordered_by_danger_and_then_by_time(new_work):
    first, second = a_handover("amina"), a_handover("boris", urgent=False)
    urgent = a_handover("chloe", urgent=True)
    for handover in (first, second, urgent):
        kept(new_work, handover)
    with new_work() as work:
        assert [each.conversation_id for each in work.handovers.open()] == ["chloe", "amina", "boris"]
        assert [work.handovers.ahead_of(each) for each in (urgent, first, second)] == [0, 1, 2]


def test_a_held_chat_refuses_turns_of_the_bot(new_work):
    kept(new_work, a_handover())
    with new_work() as work:
        work.handovers.refuse_if_held("amina")
        handover = work.handovers.open_for("amina")
        handover.take("ana", NOW)
        work.handovers.save(handover)
        work.commit()
    with new_work() as work, pytest.raises(HeldByStaff):
        work.handovers.refuse_if_held("amina")


def test_the_bot_takes_the_word_once(new_work):
    handover = a_handover()
    kept(new_work, handover)
    with new_work() as work:
        handover = work.handovers.open_for("amina")
        handover.take("ana", NOW)
        handover.end(Outcome.ANSWERED, NOW, resumes=True)
        work.handovers.save(handover)
        assert [each.id for each in work.handovers.resuming()] == [handover.id]
        assert work.handovers.resumed(handover.id)
        assert not work.handovers.resumed(handover.id)
        assert work.handovers.resuming() == []


def test_typing_is_seen_of_the_holder_and_disturbs_no_change(new_work):
    kept(new_work, a_handover())
    with new_work() as work:
        handover = work.handovers.open_for("amina")
        handover.take("ana", NOW)
        work.handovers.save(handover)
        work.handovers.typing("amina", "bram", NOW)
        assert work.handovers.typed_in(NOW - timedelta(seconds=1)) == []
        work.handovers.typing("amina", "ana", NOW)
        assert work.handovers.typed_in(NOW - timedelta(seconds=1)) == ["amina"]
        handover.person_wrote(NOW)
        work.handovers.save(handover)


def test_notes_mutes_and_what_was_seen(new_work):
    kept(new_work, a_handover())
    with new_work() as work:
        handover = work.handovers.open_for("amina")
        work.chats.add_note("amina", NOW, "ana", "a note")
        for hours in (1, 2):
            work.chats.mute(Mute("amina", "ana", NOW, NOW + timedelta(hours=hours), "threats"))
        work.chats.see(handover.id, "ana", 1)
        work.chats.see(handover.id, "ana", 3)
        work.commit()
    with new_work() as work:
        assert [(note.by, note.text) for note in work.chats.notes("amina")] == [("ana", "a note")]
        assert work.chats.mute_of("amina").until == NOW + timedelta(hours=2)
        assert work.chats.seen_by("ana") == {handover.id: 3}
        work.chats.unmute("amina")
        assert work.chats.mute_of("amina") is None


def test_a_key_counts_once(new_work):
    with new_work() as work:
        assert work.chats.first_time("key", "amina", NOW)
        assert not work.chats.first_time("key", "amina", NOW)


def test_turns_and_deliveries_are_read_as_they_were_written(new_work):
    with new_work() as work:
        for number in range(3):
            work.trackers.append("amina", [{"event": "user", "text": str(number)}], False, NOW)
        [queued] = work.outbox.add("amina", [a_call()], NOW)
        assert [turn.events[0]["text"] for turn in work.chats.turns("amina", 2)] == ["1", "2"]
        assert work.chats.deliveries([queued.id])[queued.id].state == "waiting"
        assert work.chats.deliveries([]) == {}


def test_recent_talk_leaves_out_who_is_attended_to(new_work):
    with new_work() as work:
        for number, name in enumerate(("amina", "boris")):
            work.trackers.append(name, [{"event": "user"}], True, NOW + timedelta(minutes=number))
        work.handovers.add(a_handover("amina"))
        assert [each.conversation_id for each in work.chats.recent(10)] == ["boris"]


def test_the_menu_counts_who_waits_and_what_is_unread(new_work):
    for handover in (a_handover("amina"), a_handover("boris", urgent=True), a_handover("chloe")):
        kept(new_work, handover)
    with new_work() as work:
        assert work.chats.counts("ana") == Counts(waiting=3, urgent=1, unread=0, reminded=0)
        handover = work.handovers.open_for("chloe")
        handover.take("ana", NOW)
        handover.person_wrote(NOW)
        handover.person_wrote(NOW)
        handover.remind(NOW)
        work.handovers.save(handover)
        work.chats.see(handover.id, "ana", 1)
        assert work.chats.counts("ana") == Counts(waiting=2, urgent=1, unread=1, reminded=1)
        assert work.chats.counts("bram") == Counts(waiting=2, urgent=1, unread=0, reminded=0)


def test_marks_change_with_everything_and_stay_otherwise(new_work):
    def after(change):
        with new_work() as work:
            before = (work.chats.mark("amina"), work.chats.list_mark())
            change(work)
            now = (work.chats.mark("amina"), work.chats.list_mark())
            work.commit()
        return [one != other for one, other in zip(before, now, strict=True)]

    def take(work):
        handover = work.handovers.open_for("amina")
        handover.take("ana", NOW)
        work.handovers.save(handover)

    assert after(lambda work: None) == [False, False]
    assert after(lambda work: work.handovers.add(a_handover())) == [True, True]
    assert after(take) == [True, True]
    assert after(lambda work: work.trackers.append("amina", [{}], False, NOW)) == [True, True]
    assert after(lambda work: work.chats.add_note("amina", NOW, "ana", "x")) == [True, False]
    assert after(lambda work: work.outbox.add("amina", [a_call()], NOW)) == [True, False]
