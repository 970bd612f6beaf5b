"""Counts by day: the same in memory, on SQLite and on PostgreSQL."""

from datetime import date, timedelta

from bot.services.overview_ports import DailyCount, What
from tests.threads import at_once

DAY = date(2026, 3, 2)


def add(new_work, day, *counts):
    with new_work() as work:
        work.counts.add(day, counts)
        work.commit()


def between(new_work, first, last):
    with new_work() as work:
        return work.counts.between(first, last)


def test_what_happens_again_is_counted_up_by_day_and_key(new_work):
    add(new_work, DAY, (What.MESSAGE, "fr"), (What.TOPIC, "luggage"))
    add(new_work, DAY, (What.MESSAGE, "fr"))
    add(new_work, DAY, (What.MESSAGE, "ar"))
    assert between(new_work, DAY, DAY) == [
        DailyCount(DAY, What.MESSAGE, "ar", 1),
        DailyCount(DAY, What.MESSAGE, "fr", 2),
        DailyCount(DAY, What.TOPIC, "luggage", 1),
    ]


def test_a_span_holds_its_first_and_its_last_day_and_no_other(new_work):
    for days in range(4):
        add(new_work, DAY + timedelta(days=days), (What.PERSON, ""))
    found = between(new_work, DAY + timedelta(days=1), DAY + timedelta(days=2))
    assert [count.day for count in found] == [DAY + timedelta(days=1), DAY + timedelta(days=2)]


def test_nothing_to_count_is_no_error_and_a_long_key_is_shortened(new_work):
    add(new_work, DAY)
    add(new_work, DAY, (What.TOPIC, "x" * 60))
    assert [len(count.key) for count in between(new_work, DAY, DAY)] == [48]


def test_what_is_not_committed_is_not_counted(new_work):
    with new_work() as work:
        work.counts.add(DAY, [(What.PERSON, "")])
    assert between(new_work, DAY, DAY) == []


def test_two_at_once_are_both_counted_whatever_their_order(new_work):
    wanted = [(What.MESSAGE, "fr"), (What.TOPIC, "luggage")]
    at_once(lambda number: add(new_work, DAY, *(wanted if number else reversed(wanted))))
    assert {count.n for count in between(new_work, DAY, DAY)} == {2}
