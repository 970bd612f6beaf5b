import asyncio

import pytest

from bot.channel import limits as module
from bot.channel.limits import Limits


class Clock:
    """Time that passes only in sleep."""

    def __init__(self):
        self.now = 100.0
        self.slept = []

    def monotonic(self):
        return self.now

    async def sleep(self, seconds):
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(module.time, "monotonic", made.monotonic)
    monkeypatch.setattr(module.asyncio, "sleep", made.sleep)
    return made


async def waited(limits, clock, chat):
    before = clock.now
    async with limits.turn(chat):
        return round(clock.now - before, 3)


async def test_a_chat_that_must_wait_holds_no_other_chat(clock):
    limits = Limits()
    limits.hold("1", 30)
    assert await waited(limits, clock, "2") == 0
    assert await waited(limits, clock, "1") == 30


async def test_two_people_held_until_the_same_moment_mean_that_everybody_waits(clock):
    limits = Limits()
    limits.hold("1", 5)
    clock.now += 1
    limits.hold("2", 4)
    assert await waited(limits, clock, "3") == 4
    assert await waited(limits, clock, "4") == 0


async def test_two_people_held_until_different_moments_hold_nobody_else(clock):
    limits = Limits()
    limits.hold("1", 5)
    limits.hold("2", 60)
    assert await waited(limits, clock, "3") == 0


async def test_a_chat_refused_twice_is_no_sign_of_the_limit_of_all(clock):
    limits = Limits()
    limits.hold("1", 5)
    limits.hold("1", 5)
    assert await waited(limits, clock, "2") == 0


async def test_a_group_that_meets_its_own_limit_holds_nobody(clock):
    limits = Limits()
    limits.hold("1", 5)
    limits.hold("-100", 5)
    assert await waited(limits, clock, "2") == 0


async def test_room_is_free_a_second_after_the_answer_came_and_not_after_the_call_began(monkeypatch):
    later = []
    monkeypatch.setattr(asyncio.get_running_loop(), "call_later", lambda after, release: later.append((after, release)))
    window = module.Window(1)
    async with window:
        assert later == []
    second = asyncio.create_task(window.__aenter__())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not second.done()
    ((after, release),) = later
    release()
    await second
    assert after == 1.0


async def test_no_more_calls_than_allowed_are_under_way():
    limits, under_way, most = Limits(3), set(), 0

    async def send(chat):
        nonlocal most
        async with limits.turn(chat):
            under_way.add(chat)
            most = max(most, len(under_way))
            await asyncio.sleep(0)
            under_way.discard(chat)

    await asyncio.gather(*(send(str(number)) for number in range(7)))
    assert most == 3


async def test_an_idle_chat_is_forgotten_and_a_busy_one_is_not():
    limits = Limits()
    limits._chat("1")
    async with limits.turn("2"):
        pass
    limits.forget()
    assert list(limits._chats) == ["2"]
