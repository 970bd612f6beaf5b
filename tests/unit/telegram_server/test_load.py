import asyncio
import re
from typing import Any

from tests.telegram_server.inbox import Reply
from tests.telegram_server.limits import Rates
from tests.telegram_server.load import Load, run_load
from tests.telegram_server.matching import Expected, Tally, percentile
from tests.telegram_server.people import Sent
from tests.telegram_server.server import FakeTelegram
from tests.unit.telegram_server.client import call, until


def asked(word: str, at: float) -> Expected:
    return Expected(Sent({}, None, at), re.compile(word))


def replied(text: str, at: float, edited: bool = False) -> Reply:
    return Reply({"text": text}, {}, edited, at, at)


def counted(messages: list[Expected], *replies: Reply) -> tuple[int, int, int, int]:
    tally = Tally()
    tally.add(messages, replies)
    return tally.lost, tally.duplicated, tally.out_of_order, tally.unmatched


def test_each_message_with_its_answer_is_nothing_to_report() -> None:
    assert counted([asked("a", 1), asked("b", 2)], replied("a!", 3), replied("b!", 4)) == (0, 0, 0, 0)


def test_losses_doubles_disorder_and_strangers_are_counted() -> None:
    messages = [asked("a", 1), asked("b", 1), asked("c", 1)]

    assert counted(messages, replied("a", 2), replied("c", 3)) == (1, 0, 0, 0)
    assert counted(messages, *[replied(word, 2) for word in "aabc"]) == (0, 1, 0, 0)
    assert counted(messages, *[replied(word, 2) for word in "bac"]) == (0, 0, 1, 0)
    assert counted(messages, *[replied(word, 2) for word in "abcd"]) == (0, 0, 0, 1)


def test_an_answer_cannot_come_before_its_message_and_an_edit_is_none() -> None:
    assert counted([asked("a", 5)], replied("a", 4)) == (1, 0, 0, 1)
    assert counted([asked("a", 1)], replied("a", 4, edited=True)) == (1, 0, 0, 0)


def test_percentiles_are_values_that_occurred() -> None:
    assert percentile([], 50) is None
    assert percentile([3.0, 1.0, 2.0], 50) == 2.0
    assert percentile([3.0, 1.0, 2.0], 99) == 3.0


async def echo_bot(telegram: FakeTelegram, deaf_to: str = "nothing") -> None:
    offset = 0
    while True:
        updates: list[dict[str, Any]] = (await call(telegram, "getUpdates", offset=offset, timeout=30)).result
        for update in updates:
            offset = update["update_id"] + 1
            message = update["message"]
            if deaf_to not in message["text"]:
                await call(telegram, "sendMessage", chat_id=message["chat"]["id"], text=message["text"])


async def test_a_run_reports_what_the_bot_did() -> None:
    async with FakeTelegram(rates=Rates(enabled=False), slow_repeats=False) as telegram:
        bot = asyncio.ensure_future(echo_bot(telegram, deaf_to="msg-50001-"))
        load = Load(users=4, rate=200, seconds=0.04, drain=0.5, settle=0)
        figures = await run_load(telegram, load, meanwhile=lambda: until(lambda: telegram.calls))
        bot.cancel()

        assert figures["sent"] == 8
        assert figures["answered"] == 6
        assert figures["lost"] == 2
        assert figures["duplicated"] == figures["out_of_order"] == figures["unmatched"] == 0
