from datetime import datetime, timedelta, timezone

from bot.domain.conversation import Channel
from bot.services.conversations import ConversationDesk
from bot.services.ports import CallbackFilter
from bot.services.retention import Retention
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


def test_talk_is_kept_as_long_as_people_were_told_and_no_longer(app):
    old, young = talk(app, "1", days_ago=31), talk(app, "2", days_ago=29)
    Retention(app.new_work, lambda: NOW, conversation_days=30, callback_days=90).apply()
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
    Retention(app.new_work, lambda: NOW, conversation_days=30, callback_days=90).apply()
    with app.new_work() as work:
        assert [request.reference for request in work.callbacks.page(CallbackFilter(), 0, 10)] == ["NEW-NEW"]
