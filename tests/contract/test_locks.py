"""Locks of several workers, on a real Redis."""

import asyncio

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.channel import locks as module
from bot.channel.locks import OnlyWorker, RedisLocks, lead
from bot.channel.shared_rate import SharedRate
from tests.contract import redis_server

LEASE = 0.6


@pytest.fixture(scope="module")
def redis():
    if redis_server.program() is None:
        pytest.skip("Redis is not installed (apt-get install redis-server)")
    with redis_server.server() as running:
        yield running


@pytest.fixture
async def worker(redis):
    """Makes the locks of one more worker."""
    connections = []

    def make(lease=LEASE):
        connections.append(Redis.from_url(redis.address))
        return RedisLocks(connections[-1], lease)

    yield make
    for connection in connections:
        await connection.flushall()
        await connection.close()


async def test_one_worker_at_a_time_holds_a_name(worker):
    one, other = worker(), worker()
    order = []

    async def use(locks, name):
        async with locks.hold("chat:1"):
            order.append(f"{name} in")
            await asyncio.sleep(0.2)
            order.append(f"{name} out")

    await asyncio.gather(use(one, "a"), use(other, "b"))
    assert [entry.split()[1] for entry in order] == ["in", "out", "in", "out"]
    assert {entry.split()[0] for entry in order} == {"a", "b"}


async def test_another_name_is_free(worker):
    one, other = worker(), worker()
    async with one.hold("chat:1"), other.hold("chat:2"), other.try_hold("chat:1") as free:
        assert not free
    async with other.try_hold("chat:1") as free:
        assert free


async def test_a_holder_that_works_long_keeps_the_lock(worker):
    one, other = worker(), worker()
    async with one.hold("chat:1") as lost:
        await asyncio.sleep(3 * LEASE)
        assert not lost.is_set()
        async with other.try_hold("chat:1") as free:
            assert not free


async def test_the_lock_of_a_holder_that_died_becomes_free(worker):
    one, other = worker(), worker()
    dead = one._lock("chat:1")
    await dead.acquire()

    async def take_over():
        async with other.hold("chat:1"):
            return True

    assert await asyncio.wait_for(take_over(), 5)


async def test_who_lost_the_lock_is_told(worker, redis):
    one = worker()
    async with one.hold("chat:1") as lost:
        await Redis.from_url(redis.address).flushall()
        await asyncio.wait_for(lost.wait(), 5)


async def test_redis_sees_no_chat_id(worker, redis):
    async with worker().hold("chat:424242"):
        keys = await Redis.from_url(redis.address).keys("*")
    assert keys
    assert b"424242" not in b" ".join(keys)


async def test_one_worker_leads_and_the_next_one_takes_over(worker, monkeypatch):
    monkeypatch.setattr(module, "pause", lambda tries: 0.01)
    leading = []

    def duty(name):
        async def work():
            leading.append(name)
            await asyncio.sleep(60)

        return work

    first = asyncio.create_task(lead(worker(), "polling", duty("first")))
    while leading != ["first"]:
        await asyncio.sleep(0.02)
    second = asyncio.create_task(lead(worker(), "polling", duty("second")))
    await asyncio.sleep(2 * LEASE)
    assert leading == ["first"]
    first.cancel()
    while leading != ["first", "second"]:
        await asyncio.sleep(0.02)
    second.cancel()


async def test_without_redis_it_is_said(worker):
    with redis_server.server() as other:
        locks = RedisLocks(Redis.from_url(other.address), LEASE)
        other.stop()
        with pytest.raises(RedisError):
            async with locks.hold("chat:1"):
                pass


async def test_the_only_worker_holds_everything():
    locks = OnlyWorker()
    async with locks.hold("chat:1") as lost, locks.try_hold("chat:1") as free:
        assert free
        assert not lost.is_set()


async def test_all_workers_together_keep_to_the_rate(worker, redis):
    rates = [SharedRate(Redis.from_url(redis.address), 40) for _ in range(3)]
    sent = []

    async def send(rate):
        while len(sent) < 60:
            await rate.acquire()
            sent.append(asyncio.get_running_loop().time())

    await asyncio.gather(*(send(rate) for rate in rates))
    windows = [sum(start <= at < start + 0.25 for at in sent) for start in sent]
    # Two neighbouring windows may meet in any quarter of a second.
    assert max(windows) <= 2 * 40 / 4 + 3


async def test_without_redis_each_keeps_to_its_own_rate():
    with redis_server.server() as other:
        rate = SharedRate(Redis.from_url(other.address), 50)
        other.stop()
        await asyncio.wait_for(rate.acquire(), 5)
