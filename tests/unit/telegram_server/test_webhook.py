import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web

from tests.telegram_server.faults import FaultPlan
from tests.telegram_server.server import FakeTelegram
from tests.telegram_server.webhook import Pace, retry_pause
from tests.unit.telegram_server.client import Clock, WebhookBot, call, until


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(pace=Pace(pause_factor=0.0)) as server:
        yield server


async def test_updates_of_a_chat_come_one_after_the_other_and_hold_up_no_other_chat(
    telegram: FakeTelegram,
) -> None:
    async with WebhookBot() as bot:
        bot.held = asyncio.Event()
        await call(telegram, "setWebhook", url=bot.url)
        await telegram.user(1).send("one")
        await telegram.user(1).send("two")
        await telegram.user(2).send("other")
        await until(lambda: len(bot.updates) == 2)
        assert sorted(bot.texts) == ["one", "other"]

        bot.held.set()
        await until(lambda: telegram.pending() == 0)

        assert bot.texts.index("one") < bot.texts.index("two")
        assert len(bot.texts) == 3


async def test_a_failed_update_is_repeated_before_the_next_of_its_chat(telegram: FakeTelegram) -> None:
    async with WebhookBot(web.Response(status=500), web.Response(status=502)) as bot:
        await call(telegram, "setWebhook", url=bot.url)
        await telegram.user(1).send("one")
        await telegram.user(1).send("two")
        await until(lambda: telegram.pending() == 0)

        assert bot.texts == ["one", "one", "one", "two"]
        assert [bool(delivery.error) for delivery in telegram.delivery.log] == [True, True, False, False]


@pytest.mark.parametrize(
    ("failures", "retry_after", "pause"),
    [(1, 0, 0), (2, 0, 2), (3, 0, 4), (4, 0, 8), (9, 0, 90), (1, 7, 7), (5, 7, 7)],
)
async def test_retries_grow_slower_unless_the_bot_says_when(failures: int, retry_after: int, pause: int) -> None:
    assert retry_pause(failures, retry_after, ceiling=90) == pause


async def test_a_bot_that_is_not_there_gets_its_updates_later(telegram: FakeTelegram) -> None:
    async with WebhookBot() as bot:
        url = bot.url
    await call(telegram, "setWebhook", url=url)
    await telegram.user(1).send("hello")
    await until(lambda: telegram.delivery.log)

    info = (await call(telegram, "getWebhookInfo")).result

    assert info["pending_update_count"] == 1
    assert info["last_error_message"].startswith("Connection")
    assert info["url"] == url


async def test_the_secret_comes_with_every_post(telegram: FakeTelegram) -> None:
    async with WebhookBot() as bot:
        await call(telegram, "setWebhook", url=bot.url, secret_token="s3cret-Token_1")
        await telegram.user(1).send("hello")
        await until(lambda: telegram.pending() == 0)

        assert bot.secrets == ["s3cret-Token_1"]


async def test_an_update_whose_acknowledgement_got_lost_comes_again() -> None:
    plan = FaultPlan(lost_ack=1.0)
    async with FakeTelegram(faults=plan, pace=Pace(pause_factor=0.0)) as telegram, WebhookBot() as bot:
        await call(telegram, "setWebhook", url=bot.url)
        sent = await telegram.user(1).send("hello")
        await until(lambda: len(bot.updates) >= 2)
        plan.lost_ack = 0.0
        await until(lambda: telegram.pending() == 0)

        assert all(update == sent.update for update in bot.updates)


async def test_a_redelivered_update_is_posted_once_more(telegram: FakeTelegram) -> None:
    async with WebhookBot() as bot:
        await call(telegram, "setWebhook", url=bot.url)
        sent = await telegram.user(1).send("hello")
        assert sent.update is not None
        await until(lambda: telegram.pending() == 0)
        telegram.redeliver(sent.update)
        await until(lambda: telegram.pending() == 0)

        assert bot.updates == [sent.update, sent.update]


async def test_no_more_posts_at_once_than_connections_allowed(telegram: FakeTelegram) -> None:
    async with WebhookBot() as bot:
        bot.held = asyncio.Event()
        await call(telegram, "setWebhook", url=bot.url, max_connections=2)
        for user_id in range(1, 6):
            await telegram.user(user_id).send("hello")
        await until(lambda: bot.busy == 2)
        bot.held.set()
        await until(lambda: telegram.pending() == 0)

        assert bot.busiest == 2
        assert len(bot.updates) == 5


async def test_what_was_waiting_for_the_poller_goes_to_the_webhook(telegram: FakeTelegram) -> None:
    await telegram.user(1).send("early")
    async with WebhookBot() as bot:
        await call(telegram, "setWebhook", url=bot.url)
        await until(lambda: telegram.pending() == 0)

        assert bot.texts == ["early"]


async def test_deleting_the_webhook_gives_the_rest_back_to_the_poller(telegram: FakeTelegram) -> None:
    async with WebhookBot() as bot:
        url = bot.url
    await call(telegram, "setWebhook", url=url)
    for user_id, words in ((1, "one"), (2, "two"), (1, "three")):
        await telegram.user(user_id).send(words)

    await call(telegram, "deleteWebhook")

    updates = (await call(telegram, "getUpdates")).result
    assert [update["message"]["text"] for update in updates] == ["one", "two", "three"]
    assert (await call(telegram, "getWebhookInfo")).result["url"] == ""


async def test_pending_updates_are_dropped_on_request(telegram: FakeTelegram) -> None:
    await telegram.user(1).send("early")
    await call(telegram, "deleteWebhook", drop_pending_updates=True)

    assert telegram.pending() == 0


async def test_a_method_in_the_answer_to_a_post_is_carried_out(telegram: FakeTelegram) -> None:
    order = {"method": "sendMessage", "chat_id": 1, "text": "hello back"}
    async with WebhookBot(web.json_response(order)) as bot:
        await call(telegram, "setWebhook", url=bot.url)
        await telegram.user(1).send("hello")

        assert await telegram.user(1).texts(n=1) == ["hello back"]
        assert telegram.calls[-1].fault == "in-webhook-reply"


async def test_setting_a_webhook_twice_in_a_second_is_too_often() -> None:
    clock = Clock()
    async with FakeTelegram(clock=clock) as telegram:
        url = "http://127.0.0.1:9/hook"
        assert (await call(telegram, "setWebhook", url=url)).result is True
        again = await call(telegram, "setWebhook", url=url)
        clock.now += 1.0

        assert again.status == 429
        assert again.body["parameters"] == {"retry_after": 1}
        assert (await call(telegram, "setWebhook", url=url)).result is True


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"url": "ftp://127.0.0.1/hook"}, "invalid webhook URL specified"),
        ({"url": "https://example.org/hook"}, "only loopback is allowed"),
        ({"url": "http://127.0.0.1/hook", "secret_token": "no spaces"}, "unallowed characters"),
        ({"url": "http://127.0.0.1/hook", "secret_token": "x" * 257}, "secret_token must be 1-256 long"),
    ],
)
async def test_a_webhook_that_telegram_would_refuse_is_refused(
    telegram: FakeTelegram, params: dict[str, str], error: str
) -> None:
    answer = await call(telegram, "setWebhook", **params)

    assert answer.status == 400
    assert error in answer.error
