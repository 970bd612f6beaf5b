import asyncio

import aiohttp

from tests.telegram_server.polling import CONFLICT
from tests.telegram_server.records import Json
from tests.telegram_server.server import FakeTelegram
from tests.unit.telegram_server.client import Clock, WebhookBot, call, until


def texts(updates: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_an_update_comes_again_until_an_offset_passes_it(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    first = await user.send("one")
    await user.send("two")
    assert first.update is not None

    assert texts((await call(telegram, "getUpdates")).result) == ["one", "two"]
    assert texts((await call(telegram, "getUpdates")).result) == ["one", "two"]
    offset = first.update["update_id"] + 1
    assert texts((await call(telegram, "getUpdates", offset=offset)).result) == ["two"]
    assert list(telegram.world.feed.acknowledged) == [first.update["update_id"]]
    assert len(telegram.world.feed.delivered[first.update["update_id"]]) == 2


async def test_a_negative_offset_forgets_all_but_the_last_updates(telegram: FakeTelegram) -> None:
    for word in ("one", "two", "three"):
        await telegram.user(1).send(word)

    assert texts((await call(telegram, "getUpdates", offset=-1)).result) == ["three"]
    assert telegram.pending() == 1


async def test_no_more_updates_come_than_the_limit(telegram: FakeTelegram) -> None:
    for word in ("one", "two", "three"):
        await telegram.user(1).send(word)

    assert texts((await call(telegram, "getUpdates", limit=2)).result) == ["one", "two"]


async def test_a_waiting_poller_gets_an_update_when_it_comes(telegram: FakeTelegram) -> None:
    poll = asyncio.ensure_future(call(telegram, "getUpdates", timeout=30))
    await until(lambda: telegram.calls)
    assert not poll.done()

    await telegram.user(1).send("here I am")

    assert texts((await poll).result) == ["here I am"]


async def test_nothing_comes_when_the_timeout_is_over(telegram: FakeTelegram) -> None:
    assert (await call(telegram, "getUpdates", timeout=0)).result == []


async def test_a_second_poller_ends_the_first_with_409(telegram: FakeTelegram) -> None:
    first = asyncio.ensure_future(call(telegram, "getUpdates", timeout=30))
    await until(lambda: telegram.calls)

    second = await call(telegram, "getUpdates", timeout=0)

    assert second.result == []
    assert (await first).status == 409
    assert (await first).error == CONFLICT


async def test_setting_a_webhook_ends_the_poller_with_409(telegram: FakeTelegram) -> None:
    poll = asyncio.ensure_future(call(telegram, "getUpdates", timeout=30))
    await until(lambda: telegram.calls)

    async with WebhookBot() as bot:
        await call(telegram, "setWebhook", url=bot.url)

        assert (await poll).status == 409
        assert "webhook is active" in (await call(telegram, "getUpdates")).error


async def test_kinds_that_were_not_asked_for_are_not_sent(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    await call(telegram, "getUpdates", allowed_updates=["callback_query"])

    assert (await user.send("hello")).update is None
    assert (await call(telegram, "getUpdates")).result == []


async def test_reactions_are_sent_only_on_request(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    sent = await user.send("hello")

    assert await user.react(sent.message_id) is None
    await call(telegram, "getUpdates", allowed_updates=["message", "message_reaction"])
    assert await user.react(sent.message_id) is not None


async def test_asking_for_an_unknown_kind_is_a_problem(telegram: FakeTelegram) -> None:
    await call(telegram, "getUpdates", allowed_updates=["messages"])

    assert [problem.text for problem in telegram.problems] == ["unknown update type messages"]


async def test_a_redelivered_update_comes_once_more(telegram: FakeTelegram) -> None:
    sent = await telegram.user(1).send("hello")
    assert sent.update is not None
    after = sent.update["update_id"] + 1
    await call(telegram, "getUpdates", offset=after)

    telegram.redeliver(sent.update)

    assert (await call(telegram, "getUpdates", offset=after)).result == [sent.update]
    assert (await call(telegram, "getUpdates", offset=after)).result == []


async def test_a_poller_that_repeats_its_offset_at_once_gets_one_update() -> None:
    async with FakeTelegram(slow_repeats=True, clock=Clock()) as telegram:
        await telegram.user(1).send("one")
        await telegram.user(1).send("two")

        assert texts((await call(telegram, "getUpdates")).result) == ["one", "two"]
        assert texts((await call(telegram, "getUpdates")).result) == ["one"]


async def test_a_poller_that_hung_up_has_received_nothing(telegram: FakeTelegram) -> None:
    address = f"{telegram.base_url}/bot{telegram.token}/getUpdates"
    async with aiohttp.ClientSession() as session:
        poll = asyncio.ensure_future(session.post(address, json={"timeout": 30}))
        await until(lambda: telegram.calls)
        poll.cancel()
        await asyncio.gather(poll, return_exceptions=True)

    sent = await telegram.user(1).send("anybody?")
    assert sent.update is not None
    # Two pollers at once would be a conflict: the new one also shows that the old one is gone.
    assert (await call(telegram, "getUpdates", timeout=30)).result == [sent.update]
    assert len(telegram.world.feed.delivered[sent.update["update_id"]]) == 1
