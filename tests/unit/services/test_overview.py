"""The overview: days by Brussels' clock, shares and percentiles."""

from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import event

from bot.bootstrap import build
from bot.channel import hearing
from bot.domain.conversation import Channel
from bot.services.conversations import ConversationDesk
from bot.services.overview import OverviewDesk, Period, percentile
from bot.storage.migrate import migrate
from tests.builders import a_conversation
from tests.fakes import FakeClock


@pytest.fixture
def app(tmp_path):
    app = build({"MONTOYER_DATABASE_URL": f"sqlite:///{tmp_path / 'm.db'}"})
    migrate(app.engine)
    return app


@pytest.fixture
def clock():
    return FakeClock(datetime(2026, 3, 2, 12, tzinfo=timezone.utc))


@pytest.fixture
def desk(app, clock):
    return OverviewDesk(app.new_reading, clock)


def says(app, clock, text, intent, *actions, language="fr"):
    parsed = {"intent": {"name": intent, "confidence": 0.9}, "language": language}
    events = [{"event": "user", "text": text, "parse_data": parsed}, *({"event": "action", "name": n} for n in actions)]
    with app.new_work() as work:
        hearing.keep(work, events, a_conversation(), clock())
        work.commit()


def test_messages_are_counted_by_day_topic_and_language(app, desk, clock):
    says(app, clock, "combien de bagages", "luggage")
    says(app, clock, "how much luggage", "luggage", language="en")
    clock.advance(days=1)
    says(app, clock, "bonjour", "greeting_start")
    found = desk.of(Period.ending(desk.today(), 7))
    assert list(found.messages.values()) == [0, 0, 0, 0, 0, 2, 1]
    assert found.topics == [("luggage", 2), ("greeting_start", 1)]
    assert found.languages == [("fr", 2), ("en", 1)]


def test_what_was_not_understood_is_a_share_of_the_questions_and_answers_to_a_form_are_none(app, desk, clock):
    says(app, clock, "combien de bagages", "luggage")
    says(app, clock, "blorp", "nlu_fallback", "action_default_fallback")
    says(app, clock, "0470 12 34 56", "nlu_fallback", "callback_form")
    found = desk.of(Period.ending(desk.today(), 1))
    assert (found.questions, found.unanswered, found.unanswered_share) == (2, 1, 0.5)
    assert sum(found.messages.values()) == 3


def test_a_person_is_counted_once_a_day_by_the_clock_of_brussels(app, desk, clock):
    people = ConversationDesk(app.new_work, clock)
    for hours in (0, 10, 0.5, 1):  # 13:00, 23:00, 23:30 and, the next day, 00:30 in Brussels
        clock.advance(hours=hours)
        people.meet(Channel.TELEGRAM, "7", "fr")
        people.meet(Channel.PLAYGROUND, "7", "fr")
    assert list(desk.of(Period(date(2026, 3, 2), date(2026, 3, 3))).people.values()) == [1, 1]


def test_a_period_begins_and_ends_at_midnight_in_brussels_across_the_change_of_clocks():
    period = Period(date(2026, 3, 29), date(2026, 3, 29))
    assert period.ends.astimezone(timezone.utc) - period.starts.astimezone(timezone.utc) == timedelta(hours=23)


def test_without_anything_there_is_no_share_and_no_wait(app, desk):
    found = desk.of(Period.ending(desk.today(), 1))
    assert (found.unanswered_share, found.chats.median, found.callbacks.ninetieth) == (None, None, None)


@pytest.mark.parametrize(("share", "expected"), [(50, 5), (90, 9), (100, 10), (1, 1)])
def test_a_percentile_is_one_of_the_values(share, expected):
    assert percentile([float(number) for number in range(1, 11)], share) == expected


def test_the_counts_are_written_in_one_statement(app, clock):
    sent = []
    with app.new_work() as work:
        event.listen(
            app.engine, "before_cursor_execute", lambda *a: sent.append(a[2]) if "daily_count" in a[2] else None
        )
        parsed = {"intent": {"name": "luggage", "confidence": 0.9}, "language": "fr"}
        hearing.keep(work, [{"event": "user", "text": "a", "parse_data": parsed}], a_conversation(), clock())
    assert len(sent) == 1
