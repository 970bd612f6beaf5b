import asyncio
from datetime import datetime, timezone

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from bot.bootstrap import App, build
from bot.channel import sender as module
from bot.channel.sender import Sender
from bot.domain.conversation import Channel
from bot.domain.outgoing import OutgoingState
from bot.observability.metrics import SENDS
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
    monkeypatch.setattr(module, "CLOCK_MARGIN", 0.0)


class Telegram:
    """Fails as told, then takes everything."""

    def __init__(self, *failures):
        self.failures = list(failures)
        self.sent = []

    async def __call__(self, method, params):
        if self.failures:
            failure = self.failures.pop(0)
            if failure is not None:
                raise failure
        if method == "editMessageReplyMarkup":
            raise BadRequest("Message to edit not found")
        self.sent.append((params["chat_id"], params["text"]))
        return len(self.sent)


def queue(app: App, chat: int, *texts: str):
    person = app.conversations.meet(Channel.TELEGRAM, str(chat), "en")
    with app.new_work() as work:
        items = work.outbox.add(
            person.id, [{"method": "sendMessage", "params": {"chat_id": chat, "text": t}} for t in texts], now()
        )
        work.commit()
    return person, items


def left(app):
    with app.new_work() as work:
        return [item.params["text"] for item in work.outbox.unsettled()]


def a_sender(app, telegram):
    return Sender(telegram, app.new_work, now, app.conversations)


async def test_messages_of_a_chat_arrive_in_order_and_are_settled(app):
    telegram = Telegram()
    _, items = queue(app, 1, "a", "b", "c")
    sender = a_sender(app, telegram)
    sender.put(items)
    await sender.finish(5)
    assert telegram.sent == [(1, "a"), (1, "b"), (1, "c")]
    assert left(app) == []


async def test_network_trouble_is_tried_again_without_losing_order(app):
    telegram = Telegram(NetworkError("x"), None, NetworkError("y"), RetryAfter(0))
    _, items = queue(app, 1, "a", "b")
    sender = a_sender(app, telegram)
    sender.put(items)
    await sender.finish(5)
    assert telegram.sent == [(1, "a"), (1, "b")]


async def test_a_refused_message_is_given_up_and_the_next_one_goes_on(app):
    telegram = Telegram(BadRequest("bad"))
    _, items = queue(app, 1, "a", "b")
    sender = a_sender(app, telegram)
    sender.put(items)
    await sender.finish(5)
    assert telegram.sent == [(1, "b")]
    assert left(app) == []


async def test_a_blocked_bot_sends_nothing_more(app):
    telegram = Telegram(Forbidden("blocked"))
    person, items = queue(app, 1, "a", "b", "c")
    sender = a_sender(app, telegram)
    sender.put(items)
    await sender.finish(5)
    assert telegram.sent == []
    assert left(app) == []
    known = app.conversations.get(person.id)
    assert known is not None
    assert not known.reachable


async def test_one_chat_that_must_wait_does_not_hold_another(app):
    class Slow(Telegram):
        async def __call__(self, method, params):
            if params["chat_id"] == 1:
                await asyncio.sleep(30)
            return await super().__call__(method, params)

    telegram = Slow()
    sender = a_sender(app, telegram)
    sender.put(queue(app, 1, "held")[1])
    sender.put(queue(app, 2, "free")[1])
    await sender.finish(0.5)
    assert telegram.sent == [(2, "free")]


async def test_what_was_not_sent_is_taken_up_after_a_restart(app):
    _, items = queue(app, 1, "a", "b")
    with app.new_work() as work:
        work.outbox.sending(items[0].id)
        work.commit()
    telegram = Telegram()
    sender = a_sender(app, telegram)
    sender.resume()
    await sender.finish(5)
    assert telegram.sent == [(1, "a"), (1, "b")]
    assert OutgoingState.SENT.value == "sent"


async def test_what_another_process_queued_is_sent_once(app):
    telegram = Telegram()
    sender = a_sender(app, telegram)
    watching = asyncio.create_task(sender.watch())
    _, items = queue(app, 1, "a")
    sender.put(items)
    queue(app, 2, "from the console")
    while len(telegram.sent) < 2:
        await asyncio.sleep(0.05)
    await asyncio.sleep(1)
    watching.cancel()
    assert sorted(telegram.sent) == [(1, "a"), (2, "from the console")]


class Keeps(Telegram):
    """Takes every message, but loses the answer to the first one."""

    def __init__(self, answer_to_probe):
        super().__init__()
        self.answer_to_probe, self.probed = answer_to_probe, []

    async def __call__(self, method, params):
        if method == "editMessageReplyMarkup":
            self.probed.append(params["message_id"])
            if params["message_id"] == 42:
                raise BadRequest(self.answer_to_probe)
            raise BadRequest("Message to edit not found")
        await super().__call__(method, params)
        if len(self.sent) == 1:
            raise NetworkError("httpx.ReadError")
        return 43


async def test_a_message_whose_answer_was_lost_is_looked_for_and_not_sent_again(app):
    telegram = Keeps("Message is not modified: …")
    _, items = queue(app, 1, "a", "b")
    sender = a_sender(app, telegram)
    sender.saw(41)
    sender.put(items)
    await sender.finish(5)
    assert telegram.sent == [(1, "a"), (1, "b")]
    assert telegram.probed == [42]


async def test_what_is_not_found_is_sent_again(app):
    telegram = Keeps("Message can't be edited")
    _, items = queue(app, 1, "a")
    sender = a_sender(app, telegram)
    sender.saw(41)
    sender.put(items)
    await sender.finish(5)
    assert telegram.sent == [(1, "a"), (1, "a")]


async def test_refused_formatting_does_not_cost_the_words(app):
    telegram = Telegram(BadRequest("Can't parse entities: unexpected end tag"))
    person = app.conversations.meet(Channel.TELEGRAM, "1", "en")
    params = {"chat_id": 1, "text": 'a &amp; <b>b</b>, <a href="https://x.org">here</a></i>', "parse_mode": "HTML"}
    with app.new_work() as work:
        items = work.outbox.add(person.id, [{"method": "sendMessage", "params": params}], now())
        work.commit()
    sender = a_sender(app, telegram)
    sender.put(items)
    await sender.finish(5)
    assert telegram.sent == [(1, "a & b, here (https://x.org)")]


async def test_an_outcome_that_the_database_cannot_take_yet_is_not_a_second_sending(app):
    telegram = Telegram()
    _, items = queue(app, 1, "a", "b")
    sender = a_sender(app, telegram)
    failures = [None, OSError(), OSError(), OSError()]

    def works():
        failure = failures.pop(0) if failures else None
        if failure:
            raise failure
        return app.new_work()

    sender._outcomes._new_work = works
    sender.put(items)
    await sender.finish(5)
    assert telegram.sent == [(1, "a"), (1, "b")]
    assert left(app) == []


async def test_an_error_of_our_own_costs_one_message_and_not_the_queue(app):
    telegram = Telegram(KeyError("bug"))
    person, items = queue(app, 1, "a", "b")
    sender = a_sender(app, telegram)
    sender.put(items)
    await sender.finish(5)
    assert telegram.sent == [(1, "b")]
    with app.new_work() as work:
        assert [failed.text for failed in work.outbox.failed(person.id)] == ["a"]


async def test_each_outcome_is_counted_and_logged_once(app, caplog):
    caplog.set_level("INFO", logger="bot.channel")
    before = SENDS.labels("sent")._value.get()
    sender = a_sender(app, Telegram())
    sender.put(queue(app, 1, "a")[1])
    await sender.finish(5)
    assert SENDS.labels("sent")._value.get() - before == 1
    assert [record.message for record in caplog.records].count("call_settled") == 1


async def restarted_after(app, telegram, number):
    """A sender that takes up a message whose sending began after this number and was cut off."""
    _, items = queue(app, 1, "a", "b")
    with app.new_work() as work:
        work.outbox.sending(items[0].id, number)
        work.commit()
    sender = a_sender(app, telegram)
    sender.resume()
    await sender.finish(5)
    return sender


async def test_a_message_that_arrived_just_before_the_crash_is_found_and_not_sent_again(app):
    telegram = Keeps("Message is not modified: …")
    telegram.sent.append("what had arrived")
    await restarted_after(app, telegram, 40)
    assert telegram.sent[1:] == [(1, "b")]
    assert telegram.probed == [41, 42]
    assert left(app) == []


async def test_a_message_that_the_crash_kept_from_arriving_is_sent(app):
    telegram = Telegram()
    await restarted_after(app, telegram, 40)
    assert telegram.sent == [(1, "a"), (1, "b")]


async def test_a_crash_while_sending_leaves_a_trace_and_what_only_waits_leaves_none(app):
    class Hangs(Telegram):
        async def __call__(self, method, params):
            await asyncio.sleep(30)

    sender = a_sender(app, Hangs())
    sender.saw(40)
    sender.put(queue(app, 1, "a", "b")[1])
    await sender.finish(0.1)
    with app.new_work() as work:
        doubtful, waiting = work.outbox.unsettled()
    assert (doubtful.state, doubtful.after) == (OutgoingState.SENDING, 40)
    assert waiting.state is OutgoingState.WAITING


async def test_the_numbers_of_a_group_say_nothing_about_those_of_people(app):
    sender = a_sender(app, Telegram())
    sender.put(queue(app, -100, "to staff")[1])
    await sender.finish(5)
    assert sender._lost.highest == 0


async def test_many_messages_that_a_crash_left_in_doubt_are_sent_again_without_looking(app):
    telegram = Keeps("Message is not modified: …")
    telegram.sent.append("what had arrived")
    for chat in range(1, 7):
        _, (item,) = queue(app, chat, "a")
        with app.new_work() as work:
            work.outbox.sending(item.id, 40)
            work.commit()
    sender = a_sender(app, telegram)
    sender.resume()
    await sender.finish(5)
    assert sorted(telegram.sent[1:]) == [(chat, "a") for chat in range(1, 7)]
    assert telegram.probed == []
