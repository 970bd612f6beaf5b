import asyncio
from datetime import datetime, timezone

import pytest
from sqlalchemy.exc import OperationalError

from bot.bootstrap import build
from bot.channel import intake as module
from bot.channel.intake import PATIENCE, Intake
from bot.dialogue.turn import TurnFailed
from bot.storage.migrate import migrate


def now():
    return datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


@pytest.fixture
def app(tmp_path):
    built = build({"MONTOYER_DATABASE_URL": f"sqlite:///{tmp_path / 'm.db'}"})
    migrate(built.engine)
    return built


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(module, "pause", lambda tries: 0.0)


def update(update_id, chat, text="hi"):
    message = {"message_id": update_id, "date": 1, "chat": {"id": chat, "type": "private"}, "text": text}
    return {"update_id": update_id, "message": message}


class Desk:
    """Handles updates, failing as told, and finishes them as the real desk does."""

    def __init__(self, app, *failures):
        self.app, self.failures = app, list(failures)
        self.handled, self.apologies = [], []

    async def handle(self, incoming):
        await asyncio.sleep(0)
        if self.failures:
            failure = self.failures.pop(0)
            if failure is not None:
                raise failure
        self.handled.append(incoming.text)
        with self.app.new_work() as work:
            work.inbox.finish(incoming.update_id, None, now())
            work.commit()

    async def trouble(self, incoming):
        self.apologies.append(incoming.text)


def an_intake(app, desk):
    return Intake(desk.handle, desk.trouble, app.new_work, now)


async def test_an_update_that_comes_twice_is_handled_once(app):
    desk = Desk(app)
    intake = an_intake(app, desk)
    intake.accept([update(1, 7), update(1, 7)])
    intake.accept([update(1, 7)])
    await intake.drain(5)
    assert desk.handled == ["hi"]


async def test_messages_of_a_chat_are_handled_in_their_order(app):
    desk = Desk(app, None, TurnFailed("action_x"))
    intake = an_intake(app, desk)
    intake.accept([update(n, 7, str(n)) for n in range(1, 6)])
    await intake.drain(5)
    assert desk.handled == ["1", "2", "3", "4", "5"]


async def test_a_chat_that_takes_long_does_not_hold_another(app):
    desk = Desk(app)
    slow = asyncio.Event()
    handle = desk.handle

    async def handle_slowly(incoming):
        if incoming.address == "1":
            await slow.wait()
        await handle(incoming)

    desk.handle = handle_slowly
    intake = an_intake(app, desk)
    intake.accept([update(1, 1, "slow"), update(2, 2, "fast")])
    await asyncio.sleep(0.1)
    assert desk.handled == ["fast"]
    slow.set()
    await intake.drain(5)
    assert desk.handled == ["fast", "slow"]


async def test_what_a_crash_cut_off_is_finished_after_the_restart(app):
    with app.new_work() as work:
        work.inbox.claim([update(1, 7, "left over")], now())
        work.commit()
    desk = Desk(app)
    intake = an_intake(app, desk)
    intake.resume()
    await intake.drain(5)
    assert desk.handled == ["left over"]
    with app.new_work() as work:
        assert work.inbox.unhandled() == []


async def test_a_part_that_is_down_costs_one_apology_and_no_message(app):
    desk = Desk(app, *[TurnFailed("action_x")] * (PATIENCE + 2))
    intake = an_intake(app, desk)
    intake.accept([update(1, 7, "hello")])
    await intake.drain(5)
    assert (desk.apologies, desk.handled) == (["hello"], ["hello"])


async def test_an_update_that_breaks_our_own_code_is_put_aside_for_the_next_ones(app):
    desk = Desk(app, *[RuntimeError("bug")] * PATIENCE)
    intake = an_intake(app, desk)
    intake.accept([update(1, 7, "poison"), update(2, 7, "fine")])
    await intake.drain(5)
    assert (desk.apologies, desk.handled) == (["poison"], ["fine"])


async def test_a_database_that_is_away_costs_no_message(app):
    away = OperationalError("select", {}, Exception("database is locked"))
    desk = Desk(app, *[away] * (PATIENCE + 2))
    intake = an_intake(app, desk)
    intake.accept([update(1, 7, "hello"), update(2, 7, "again")])
    await intake.drain(5)
    assert (desk.apologies, desk.handled) == (["hello"], ["hello", "again"])


async def test_a_failure_that_passes_at_once_is_not_spoken_of(app):
    desk = Desk(app, TurnFailed("action_x"))
    intake = an_intake(app, desk)
    intake.accept([update(1, 7, "hello")])
    await intake.drain(5)
    assert (desk.apologies, desk.handled) == ([], ["hello"])


async def test_a_person_hears_of_trouble_once_and_not_for_every_message(app):
    desk = Desk(app, *[TurnFailed("action_x")] * 2, None, *[TurnFailed("action_x")] * 2)
    intake = an_intake(app, desk)
    intake.accept([update(1, 7, "one"), update(2, 7, "two")])
    await intake.turn_away([update(3, 7, "three"), update(4, 8, "other chat")])
    await intake.drain(5)
    assert sorted(desk.apologies) == ["other chat", "three"]
    assert desk.handled == ["one", "two"]
