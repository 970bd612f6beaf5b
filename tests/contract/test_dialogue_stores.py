from datetime import timedelta

from bot.domain.conversation import Channel
from bot.services.ports import AuditEntry
from bot.services.tracker_ports import TrackerMark
from tests.builders import NOW, a_conversation


def test_a_payload_keeps_its_id_and_is_found_by_it(new_work):
    with new_work() as work:
        payload_id = work.buttons.keep('/choose{"window":"2026-11-24T10:00"}')
        assert work.buttons.keep('/choose{"window":"2026-11-24T10:00"}') == payload_id
        assert work.buttons.keep("/affirm") != payload_id
        work.commit()

    with new_work() as work:
        assert work.buttons.find(payload_id) == '/choose{"window":"2026-11-24T10:00"}'
        assert work.buttons.find("unknown") is None


def test_a_long_payload_gets_an_id_that_fits_on_a_button(new_work):
    with new_work() as work:
        assert len(work.buttons.keep("/affirm" * 500).encode()) <= 16


def events(*names):
    return [{"event": name, "text": "ሰላም"} for name in names]


def test_all_events_come_back_in_the_order_of_the_turns(new_work):
    with new_work() as work:
        work.trackers.append("amina", events("session_started", "action"), starts_session=True, now=NOW)
        work.trackers.append("boris", events("other"), starts_session=True, now=NOW)
        work.trackers.append("amina", events("user", "bot"), starts_session=False, now=NOW)
        work.commit()

    with new_work() as work:
        assert work.trackers.all("amina") == events("session_started", "action", "user", "bot")
        assert set(work.trackers.conversation_ids()) == {"amina", "boris"}


def test_the_latest_session_begins_with_its_last_start(new_work):
    with new_work() as work:
        work.trackers.append("amina", events("old start"), starts_session=True, now=NOW)
        work.trackers.append("amina", events("old"), starts_session=False, now=NOW)
        work.trackers.append("amina", events("new start"), starts_session=True, now=NOW)
        work.trackers.append("amina", events("new"), starts_session=False, now=NOW)
        work.trackers.append("boris", events("other start"), starts_session=True, now=NOW)
        work.commit()

    with new_work() as work:
        assert work.trackers.latest_session("amina") == events("new start", "new")
        assert len(work.trackers.all("amina")) == 4


def test_a_dialogue_without_a_start_is_one_session(new_work):
    with new_work() as work:
        work.trackers.append("amina", events("user"), starts_session=False, now=NOW)
        work.trackers.append("amina", events("bot"), starts_session=False, now=NOW)

        assert work.trackers.latest_session("amina") == events("user", "bot")
        assert work.trackers.latest_session("nobody") == []


def test_a_conversation_is_kept_and_replaced(new_work):
    with new_work() as work:
        work.conversations.save(a_conversation(hint="fr"))
        changed = a_conversation(hint="fr", language="ar", blocked_at=NOW, stopped_at=NOW + timedelta(hours=1))
        work.conversations.save(changed)
        work.commit()

    with new_work() as work:
        assert work.conversations.get("conversation-of-amina") == changed
        assert work.conversations.get("nobody") is None


def test_a_pseudonym_is_stable_and_differs_by_channel_and_address(new_work):
    with new_work() as work:
        names = [
            work.conversations.pseudonym(Channel.TELEGRAM, "1"),
            work.conversations.pseudonym(Channel.TELEGRAM, "2"),
            work.conversations.pseudonym(Channel.PLAYGROUND, "1"),
        ]
    with new_work() as work:
        assert work.conversations.pseudonym(Channel.TELEGRAM, "1") == names[0]
    assert len(set(names)) == 3


def test_the_audit_log_gives_the_newest_entries_first(new_work):
    entries = [AuditEntry(NOW + timedelta(minutes=number), "ana", f"action_{number}", "ABC-234") for number in range(3)]
    with new_work() as work:
        for entry in entries:
            work.audit.add(entry)
        work.commit()

    with new_work() as work:
        assert work.audit.latest(2) == [entries[2], entries[1]]
        assert work.audit.latest(50) == entries[::-1]


def test_the_turns_of_the_latest_session_can_be_rewritten_one_by_one(new_work):
    with new_work() as work:
        work.trackers.append("amina", events("old"), starts_session=True, now=NOW)
        work.trackers.append("amina", events("start"), starts_session=True, now=NOW)
        work.trackers.append("amina", events("user"), starts_session=False, now=NOW)
        [(first, started), (second, said)] = work.trackers.turns_of_latest_session("amina")
        assert (started, said) == (events("start"), events("user"))
        assert first != second
        work.trackers.replace(second, events("scrubbed"))
        work.commit()

    with new_work() as work:
        assert work.trackers.all("amina") == events("old", "start", "scrubbed")


def test_the_end_of_a_dialogue_begins_at_its_newest_mark(new_work):
    with new_work() as work:
        work.trackers.append("amina", events("start"), starts_session=True, now=NOW)
        for number in range(70):
            work.trackers.append("amina", events(f"turn {number}"), starts_session=False, now=NOW)
        ids = [turn_id for turn_id, _ in work.trackers.turns_of_latest_session("amina")]
        assert len(work.trackers.end("amina").turns) == 71
        mark = TrackerMark(ids[-2], events("state before"))
        work.trackers.append("amina", events("marked"), starts_session=False, now=NOW, mark=mark)
        work.trackers.append("boris", events("other"), starts_session=True, now=NOW)
        work.commit()

    with new_work() as work:
        end = work.trackers.end("amina")
        assert end.before == events("state before")
        assert [turn for _, turn in end.turns] == [events("turn 68"), events("turn 69"), events("marked")]
        work.trackers.replace(end.turns[-1][0], events("scrubbed"))
        again = work.trackers.end("amina")
        assert (again.before, again.turns[-1][1]) == (end.before, events("scrubbed"))
        assert len(work.trackers.all("amina")) == 72 * len(events("one"))


def test_a_session_that_starts_after_a_mark_is_read_from_its_start(new_work):
    with new_work() as work:
        work.trackers.append("amina", events("old"), starts_session=True, now=NOW)
        first = work.trackers.end("amina").turns[0][0]
        work.trackers.append("amina", events("marked"), False, NOW, TrackerMark(first, events("before")))
        work.trackers.append("amina", events("new start"), starts_session=True, now=NOW)
        end = work.trackers.end("amina")
        assert (end.before, [turn for _, turn in end.turns]) == ([], [events("new start")])
        assert work.trackers.end("nobody").turns == []
