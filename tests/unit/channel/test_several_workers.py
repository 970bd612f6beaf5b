"""Two workers on one database: each update is handled once and in order, each message sent once."""

import asyncio
import contextlib
from collections import defaultdict

import pytest

from bot.channel import shared_intake
from bot.channel.limits import Limits
from bot.channel.shared_intake import SharedIntake
from bot.channel.shared_sender import SharedSender
from bot.domain.conversation import Channel
from bot.domain.errors import AlreadyHandled
from tests.unit.channel.test_intake import Desk, now, update


class SameLocks:
    """Locks that all workers of a test see."""

    def __init__(self):
        self._locks = defaultdict(asyncio.Lock)

    @contextlib.asynccontextmanager
    async def hold(self, name):
        async with self._locks[name]:
            yield asyncio.Event()

    @contextlib.asynccontextmanager
    async def try_hold(self, name):
        if self._locks[name].locked():
            yield False
            return
        async with self._locks[name]:
            yield True


@pytest.fixture
def locks():
    return SameLocks()


def intakes(app, desk, locks):
    return [SharedIntake(desk.handle, desk.trouble, app.new_work, now, locks) for _ in range(2)]


async def drained(*workers):
    for worker in workers * 2:
        await worker.drain(5)


async def test_a_chat_whose_updates_reach_two_workers_is_handled_in_order(app, locks):
    desk = Desk(app)
    one, other = intakes(app, desk, locks)
    for number in range(10):
        (one, other)[number % 2].accept([update(number, 7, str(number))])
    await drained(one, other)
    assert desk.handled == [str(number) for number in range(10)]


async def test_what_a_dead_worker_claimed_is_handled_by_another(app, locks, monkeypatch):
    monkeypatch.setattr(shared_intake, "LEFT_BEHIND", -shared_intake.LEFT_BEHIND)
    with app.new_work() as work:
        work.inbox.claim([update(1, 7, "left")], now(), {1: "7"})
        work.commit()
    desk = Desk(app)
    one, other = intakes(app, desk, locks)
    one._take_up()
    other._take_up()
    await drained(one, other)
    assert desk.handled == ["left"]


async def test_an_update_of_an_earlier_version_without_its_chat_is_handled(app, locks, monkeypatch):
    monkeypatch.setattr(shared_intake, "LEFT_BEHIND", -shared_intake.LEFT_BEHIND)
    with app.new_work() as work:
        work.inbox.claim([update(1, 7, "old")], now(), {})
        work.commit()
    desk = Desk(app)
    one, _ = intakes(app, desk, locks)
    one._take_up()
    await drained(one)
    assert desk.handled == ["old"]


async def test_a_turn_that_another_worker_finished_meanwhile_is_dropped(app, locks):
    desk = Desk(app)
    one, _ = intakes(app, desk, locks)

    async def slow(incoming):
        with app.new_work() as work:
            work.inbox.finish(incoming.update_id, None, now())
            work.commit()
        await desk.handle(incoming)

    one._handle = slow
    one.accept([update(1, 7)])
    await drained(one)
    assert desk.apologies == []
    with app.new_work() as work, pytest.raises(AlreadyHandled):
        work.inbox.finish(1, None, now())


class Telegram:
    def __init__(self):
        self.sent = []

    async def __call__(self, method, params):
        await asyncio.sleep(0.01)
        self.sent.append((params["chat_id"], params["text"]))
        return len(self.sent)


class NoLimits(Limits):
    @contextlib.asynccontextmanager
    async def turn(self, chat):
        await asyncio.sleep(0)
        yield


def queue(app, chat, *texts):
    person = app.conversations.meet(Channel.TELEGRAM, str(chat), "en")
    calls = [{"method": "sendMessage", "params": {"chat_id": chat, "text": text}} for text in texts]
    with app.new_work() as work:
        queued = work.outbox.add(person.id, calls, now())
        work.commit()
    return queued


async def test_two_senders_send_each_message_once_and_in_order(app, locks):
    telegram = Telegram()
    one, other = (SharedSender(telegram, app.new_work, now, app.conversations, NoLimits(), locks) for _ in range(2))
    watching = [asyncio.create_task(sender.watch()) for sender in (one, other)]
    for number in range(6):
        (one, other)[number % 2].put(queue(app, 1, f"{number}a", f"{number}b"))
        await asyncio.sleep(0.005)
    queue(app, 2, "from the console")
    while len(telegram.sent) < 13:
        await asyncio.sleep(0.05)
    await asyncio.sleep(1)
    for task in watching:
        task.cancel()
    assert [text for chat, text in telegram.sent if chat == 1] == [f"{n}{part}" for n in range(6) for part in "ab"]
    assert len(telegram.sent) == 13
