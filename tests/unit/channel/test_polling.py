import asyncio

import pytest
from telegram.error import Conflict, NetworkError, RetryAfter

from bot.channel import polling as module
from bot.channel.polling import Polling


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(module, "pause", lambda tries: 0.0)
    monkeypatch.setattr(module, "CONFLICT_SECONDS", 0.0)


class Bot:
    """Answers as told, then with nothing."""

    def __init__(self, *answers):
        self.answers, self.offsets = list(answers), []

    async def delete_webhook(self, **_):
        return True

    async def do_api_request(self, _endpoint, api_kwargs):
        await asyncio.sleep(0)
        self.offsets.append(api_kwargs["offset"])
        answer = self.answers.pop(0) if self.answers else []
        if isinstance(answer, Exception):
            raise answer
        return answer


class Intake:
    def __init__(self, *failures):
        self.failures, self.accepted, self.turned_away = list(failures), [], []

    def accept(self, updates):
        if self.failures:
            raise self.failures.pop(0)
        self.accepted += [update["update_id"] for update in updates]

    async def turn_away(self, updates):
        self.turned_away += [update["update_id"] for update in updates]


async def poll(bot, intake):
    task = asyncio.create_task(Polling(bot, intake).run())
    while bot.answers:
        await asyncio.sleep(0)
    for _ in range(20):
        await asyncio.sleep(0)
    assert not task.done(), task
    task.cancel()


async def test_the_offset_moves_only_when_the_updates_are_kept():
    bot, intake = Bot([{"update_id": 7}], [{"update_id": 7}]), Intake(OSError())
    await poll(bot, intake)
    assert bot.offsets[:3] == [0, 0, 8]
    assert (intake.turned_away, intake.accepted) == ([7], [7])


async def test_nothing_that_telegram_answers_ends_the_polling():
    odd = [{"update_id": 3, "message": {"date": "never"}}, {"new": 1}, "x"]
    bot, intake = Bot(NetworkError("x"), RetryAfter(0), odd), Intake()
    await poll(bot, intake)
    assert intake.accepted == [3]


async def test_a_second_poller_is_one_line_in_the_log(caplog):
    bot = Bot(Conflict("x"), Conflict("x"), Conflict("x"))
    await poll(bot, Intake())
    assert [line.message.split(":")[0] for line in caplog.records] == ["another_poller"]
