import sqlite3
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from bot.domain.call_window import BRUSSELS
from bot.services.ports import CallbackFilter
from bot.storage.database import create_engine
from bot.storage.tables import UtcDateTime, callback_attempt
from tests.builders import NOW, a_conversation, a_request, an_update
from tests.threads import at_once


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)]
)
def test_sqlite_is_safe_against_power_cuts_and_waits_for_other_writers(app, pragma, value):
    with app.engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_opening_a_new_file_waits_until_another_process_has_made_it(tmp_path, monkeypatch):
    other = sqlite3.connect(tmp_path / "new.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("bot.storage.database.time.sleep", lambda _: other.rollback())

    with create_engine(f"sqlite:///{tmp_path}/new.db").connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_foreign_keys_hold(app):
    orphan = callback_attempt.insert().values(reference="ZZZ-999", at=NOW, by="ana", outcome="reached")
    with pytest.raises(IntegrityError), app.engine.begin() as connection:
        connection.execute(orphan)


def test_a_reader_is_not_kept_waiting_by_a_writer(app):
    with app.new_work() as writing:
        writing.callbacks.add(a_request(), "key")
        with app.new_reading() as reading:
            assert reading.callbacks.count(CallbackFilter()) == 0
        writing.commit()

    with app.new_reading() as reading:
        assert reading.callbacks.count(CallbackFilter()) == 1


def test_two_writers_wait_for_each_other_and_lose_nothing(app):
    def count_up(number):
        for step in range(25):
            with app.new_work() as work:
                work.inbox.claim([an_update(1000 * number + step)], NOW)
                work.commit()

    assert at_once(count_up) == [None, None]
    with app.new_reading() as reading:
        assert len(reading.inbox.unhandled()) == 50


@pytest.mark.parametrize(
    "moment",
    [
        NOW,
        NOW.astimezone(BRUSSELS),
        datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BRUSSELS),
        datetime(2026, 11, 24, 9, 7, 30, 123456, tzinfo=timezone(timedelta(hours=-8))),
    ],
)
def test_a_time_of_any_zone_comes_back_as_the_same_moment_in_utc(app, moment):
    with app.new_work() as work:
        work.conversations.save(a_conversation(created_at=moment))
        work.commit()

    with app.new_reading() as work:
        stored = work.conversations.get("conversation-of-amina").created_at
    assert stored == moment.astimezone(timezone.utc)
    assert stored.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(app):
    naive = datetime(2026, 11, 24, 9, 7)  # noqa: DTZ001
    with app.new_work() as work, pytest.raises(StatementError, match="naive"):
        work.conversations.save(a_conversation(created_at=naive))


def test_no_time_stays_no_time(app):
    column = UtcDateTime()
    assert column.process_bind_param(None, app.engine.dialect) is None
    assert column.process_result_value(None, app.engine.dialect) is None
