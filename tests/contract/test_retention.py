"""Removal by age, on both databases."""

from datetime import timedelta

import pytest

from bot.services.retention_ports import Limit
from tests.builders import NOW, a_call, a_conversation, a_request, an_update

CUTOFFS = dict.fromkeys(Limit, NOW)


@pytest.fixture(autouse=True)
def in_a_database(request):
    if request.node.callspec.params["stores"] == "memory":
        pytest.skip("what grows old lies in a database")


def fill(new_work, when, count):
    with new_work() as work:
        for number in range(count):
            work.conversations.save(a_conversation(str(number), created_at=when, last_seen_at=when))
            work.trackers.append(str(number), [{"event": "user"}], True, when)
            work.outbox.add(str(number), [a_call()], when)
            work.inbox.claim([an_update(number + 1)], when)
            request = a_request(f"AAA-00{number}", conversation_id=str(number), created_at=when, updated_at=when)
            work.callbacks.add(request, str(number))
        work.commit()


def test_everything_older_than_its_limit_goes_and_nothing_else(new_work):
    fill(new_work, NOW - timedelta(seconds=1), 3)
    with new_work() as work:
        found = {stale.kind: stale.rows for stale in work.retention.stale(CUTOFFS) if stale.rows}
        for kind, rows in found.items():
            assert work.retention.remove(kind, CUTOFFS, 2) == 2
            assert work.retention.remove(kind, CUTOFFS, 2) == rows - 2 == 1
        left = [stale for stale in work.retention.stale(CUTOFFS) if stale.rows]
        work.commit()
    assert set(found) == {"callback requests", "dialogue turns", "messages sent", "updates received", "conversations"}
    assert left == []


def test_what_is_as_old_as_the_limit_stays(new_work):
    fill(new_work, NOW, 1)
    with new_work() as work:
        assert sum(stale.rows for stale in work.retention.stale(CUTOFFS)) == 0
