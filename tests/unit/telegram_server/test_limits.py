import contextlib

import pytest

from tests.telegram_server.limits import EVERYBODY, RateLimits, Rates
from tests.telegram_server.records import ApiError, Journal
from tests.telegram_server.server import FakeTelegram
from tests.unit.telegram_server.client import Clock, call


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal() -> Journal:
    return Journal()


def admitted(limits: RateLimits, chats: list[int], private: bool = True) -> int:
    """How many of the sends went out before the first 429."""
    number = 0
    with contextlib.suppress(ApiError):
        for chat in chats:
            limits.admit(chat, private)
            number += 1
    return number


def test_a_person_gets_five_at_once_then_one_a_second(clock: Clock, journal: Journal) -> None:
    limits = RateLimits(Rates(), clock, journal)

    assert admitted(limits, [1] * 6) == 5
    clock.now += 1.0
    assert admitted(limits, [1] * 2) == 1
    clock.now += 3.0
    assert admitted(limits, [1] * 4) == 3


def test_one_flooded_chat_holds_up_no_other(clock: Clock, journal: Journal) -> None:
    limits = RateLimits(Rates(), clock, journal)

    assert admitted(limits, [1] * 6) == 5
    assert admitted(limits, [2] * 5) == 5


def test_everybody_together_gets_thirty_a_second(clock: Clock, journal: Journal) -> None:
    limits = RateLimits(Rates(), clock, journal)

    assert admitted(limits, list(range(40))) == 30
    with pytest.raises(ApiError):
        limits.admit(99, private=True)
    clock.now += 1.0
    assert admitted(limits, list(range(40))) == 30


def test_a_group_gets_twenty_a_minute(clock: Clock, journal: Journal) -> None:
    limits = RateLimits(Rates(), clock, journal)

    assert admitted(limits, [-1] * 25, private=False) == 20
    clock.now += 3.0
    assert admitted(limits, [-1] * 2, private=False) == 1


def test_the_answer_says_how_long_to_wait_and_waiting_helps(clock: Clock, journal: Journal) -> None:
    limits = RateLimits(Rates(per_chat=0.25, chat_burst=1), clock, journal)
    limits.admit(1, private=True)

    with pytest.raises(ApiError) as raised:
        limits.admit(1, private=True)

    assert raised.value.code == 429
    assert raised.value.retry_after == 4
    assert raised.value.description == "Too Many Requests: retry after 4"
    assert journal.problems == []
    clock.now += raised.value.retry_after
    limits.admit(1, private=True)


def test_not_waiting_is_a_problem(clock: Clock, journal: Journal) -> None:
    limits = RateLimits(Rates(), clock, journal)
    limits.ban(1, 10)
    clock.now += 7.5

    with pytest.raises(ApiError) as raised:
        limits.admit(1, private=True)

    assert raised.value.retry_after == 3
    assert len(journal.problems) == 1


def test_bans_hold_without_limits_and_limits_can_be_off(clock: Clock, journal: Journal) -> None:
    limits = RateLimits(Rates(enabled=False), clock, journal)
    assert admitted(limits, [1] * 500) == 500

    limits.ban(EVERYBODY, 5)

    assert admitted(limits, [1]) == 0
    clock.now += 5
    assert admitted(limits, [1]) == 1


async def test_a_flooding_bot_is_told_to_wait_over_http() -> None:
    async with FakeTelegram(rates=Rates(chat_burst=2), clock=Clock()) as telegram:
        user = telegram.user(1)
        answers = [await call(telegram, "sendMessage", chat_id=1, text="x") for _ in range(3)]

        assert [answer.status for answer in answers] == [200, 200, 429]
        assert answers[2].body["parameters"] == {"retry_after": 1}
        assert len(user.inbox.replies) == 2


async def test_what_is_refused_for_other_reasons_does_not_count() -> None:
    async with FakeTelegram(rates=Rates(chat_burst=1), clock=Clock()) as telegram:
        telegram.user(1)
        assert (await call(telegram, "sendMessage", chat_id=1, text="")).status == 400
        assert (await call(telegram, "sendMessage", chat_id=1, text="x")).status == 200


async def test_showing_that_one_types_is_not_a_send() -> None:
    async with FakeTelegram(rates=Rates(chat_burst=1), clock=Clock()) as telegram:
        telegram.user(1)
        for _ in range(5):
            assert (await call(telegram, "sendChatAction", chat_id=1, action="typing")).status == 200
