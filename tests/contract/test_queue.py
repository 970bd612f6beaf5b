from datetime import timedelta

import pytest

from bot.domain.callback import State, Topic
from bot.services.ports import CallbackFilter
from tests.builders import a_request, a_window, a_wish

EVERYTHING = CallbackFilter()


def keep(new_work, *requests):
    with new_work() as work:
        for request in requests:
            assert work.callbacks.add(request, request_key=f"key of {request.reference}")
        work.commit()


def references(new_work, wanted=EVERYTHING, offset=0, limit=50):
    with new_work() as work:
        return [request.reference for request in work.callbacks.page(wanted, offset, limit)]


def test_the_queue_shows_open_before_ended_then_urgent_then_the_earliest_end_of_the_window(new_work):
    soon, late = a_wish(window=a_window(timedelta(hours=1))), a_wish(window=a_window(timedelta(hours=5)))
    early_but_long = a_wish(window=a_window(timedelta(0), lasts=timedelta(hours=9)))
    keep(
        new_work,
        a_request("A66-222", soon, state=State.CLOSED, urgent=True),
        a_request("B55-222", early_but_long),
        a_request("C44-222", late),
        a_request("D33-222", soon, state=State.POSTPONED),
        a_request("E22-222", late, state=State.CALLED, urgent=True),
        a_request("F22-222", soon, state=State.ASSIGNED, urgent=True),
    )

    assert references(new_work) == ["F22-222", "E22-222", "D33-222", "C44-222", "B55-222", "A66-222"]


def test_a_page_is_a_part_of_the_queue_and_the_count_is_of_all(new_work):
    names = [f"AA{letter}-222" for letter in "ABCDE"]
    keep(new_work, *(a_request(name) for name in names))

    assert references(new_work, offset=2, limit=2) == names[2:4]
    with new_work() as work:
        assert work.callbacks.count(EVERYTHING) == 5


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (CallbackFilter(), {"AAA-222", "BBB-333", "CCC-444"}),
        (CallbackFilter(states=frozenset({State.NEW})), {"AAA-222"}),
        (CallbackFilter(states=frozenset()), set()),
        (CallbackFilter(language="fr"), {"BBB-333"}),
        (CallbackFilter(topic=Topic.LUXEMBOURG), {"CCC-444"}),
        (CallbackFilter(assignee="ana"), {"BBB-333", "CCC-444"}),
        (CallbackFilter(assignee="ana", language="fr"), {"BBB-333"}),
        (CallbackFilter(text="bb-3"), {"BBB-333"}),
        (CallbackFilter(text="_"), set()),
        (CallbackFilter(text="%"), set()),
        (CallbackFilter(text=""), {"AAA-222", "BBB-333", "CCC-444"}),
    ],
    ids=str,
)
def test_a_filter_narrows_the_page_and_the_count_alike(new_work, wanted, found):
    keep(
        new_work,
        a_request("AAA-222"),
        a_request("BBB-333", a_wish(language="fr"), state=State.ASSIGNED, assignee="ana"),
        a_request("CCC-444", a_wish(topic=Topic.LUXEMBOURG), state=State.CLOSED, assignee="ana"),
    )

    assert set(references(new_work, wanted)) == found
    with new_work() as work:
        assert work.callbacks.count(wanted) == len(found)
