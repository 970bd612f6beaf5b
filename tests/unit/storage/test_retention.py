from datetime import datetime, timedelta, timezone

from bot.domain.conversation import Channel
from bot.services import retention
from bot.services.conversations import ConversationDesk
from bot.services.ports import AuditEntry, CallbackFilter
from bot.services.retention import Retention
from bot.services.retention_ports import Limit
from bot.storage.retention import KINDS
from bot.storage.tables import metadata
from tests.builders import a_request

NOW = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


def talk(app, address, days_ago):
    then = NOW - timedelta(days=days_ago)
    person = ConversationDesk(app.new_work, lambda: then).meet(Channel.TELEGRAM, address, "en")
    with app.new_work() as work:
        work.trackers.append(person.id, [{"event": "user", "text": address}], True, then)
        work.inbox.claim([{"update_id": int(address)}], then)
        work.inbox.finish(int(address), person.id, then)
        work.commit()
    return person.id


def at_noon(app):
    days = {Limit.CONVERSATIONS: 30, Limit.CALLBACKS: 90, Limit.AUDIT: 365, Limit.ACCESS: 7}
    return Retention(app.new_work, lambda: NOW, days, app.new_reading)


def rows_by_kind(found):
    return {stale.kind: stale.rows for stale in found if stale.rows}


def test_talk_is_kept_as_long_as_people_were_told_and_no_longer(app):
    old, young = talk(app, "1", days_ago=31), talk(app, "2", days_ago=29)
    at_noon(app).apply()
    with app.new_work() as work:
        assert work.trackers.all(old) == []
        assert len(work.trackers.all(young)) == 1
        assert work.conversations.get(old) is None
        assert work.conversations.get(young) is not None


def test_a_request_unchanged_for_longer_than_its_limit_is_removed(app):
    with app.new_work() as work:
        for reference, days in (("OLD-OLD", 91), ("NEW-NEW", 89)):
            then = NOW - timedelta(days=days)
            request = a_request(reference=reference, conversation_id=reference, created_at=then, updated_at=then)
            assert work.callbacks.add(request, reference)
        work.commit()
    at_noon(app).apply()
    with app.new_work() as work:
        assert [request.reference for request in work.callbacks.page(CallbackFilter(), 0, 10)] == ["NEW-NEW"]


def test_a_preview_says_what_would_go_and_removes_nothing(app):
    talk(app, "1", days_ago=31)
    talk(app, "2", days_ago=40)
    found = at_noon(app).preview()
    assert rows_by_kind(found) == {"dialogue turns": 2, "updates received": 2, "conversations": 2}
    [turns] = [stale for stale in found if stale.kind == "dialogue turns"]
    assert turns.oldest == NOW - timedelta(days=40)
    assert at_noon(app).preview() == found
    assert at_noon(app).apply() == found
    assert rows_by_kind(at_noon(app).preview()) == {}


def test_a_conversation_stays_as_long_as_its_request(app):
    person = talk(app, "1", days_ago=80)
    with app.new_work() as work:
        then = NOW - timedelta(days=80)
        work.callbacks.add(a_request(conversation_id=person, created_at=then, updated_at=then), "key")
        work.commit()
    at_noon(app).apply()
    with app.new_work() as work:
        assert work.conversations.get(person) is not None
    with app.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE callback_request SET updated_at = '2026-08-01 00:00:00.000000'")
    assert rows_by_kind(at_noon(app).preview()) == {"callback requests": 1, "conversations": 1}
    at_noon(app).apply()
    with app.new_work() as work:
        assert work.conversations.get(person) is None


def test_the_audit_log_goes_by_age_too(app):
    with app.new_work() as work:
        for days in (366, 364):
            work.audit.add(AuditEntry(NOW - timedelta(days=days), "ana", "looked", "ABC-234"))
        work.commit()
    assert rows_by_kind(at_noon(app).apply()) == {"audit entries": 1}
    with app.new_work() as work:
        assert len(work.audit.latest(10)) == 1


def test_much_is_removed_in_small_steps(app, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    for number in range(1, 6):
        talk(app, str(number), days_ago=31)
    at_noon(app).apply()
    assert rows_by_kind(at_noon(app).preview()) == {}


# Kept without a limit, because they hold nothing about people or are what the office itself runs on.
LASTING = {"staff_telegram", "button_payload", "staff", "second_factor", "recovery_code", "daily_count"}
# Go with the row they belong to.
DEPENDENT = {"callback_attempt", "callback_search", "chat_seen", "change_item"}


def test_every_table_has_an_age_limit_or_a_reason_to_stay():
    aged = {kind.age.table.name for kind in KINDS}
    assert aged | LASTING | DEPENDENT == set(metadata.tables)
