"""The server as python-telegram-bot sees it, which reads every answer into its own types."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Conflict, Forbidden, RetryAfter

from tests.telegram_server.server import FakeTelegram
from tests.unit.telegram_server.client import WebhookBot, until


@pytest_asyncio.fixture
async def bot(telegram: FakeTelegram) -> AsyncIterator[Bot]:
    root = telegram.base_url
    async with Bot(telegram.token, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot") as library:
        yield library


async def test_a_polling_bot_holds_a_conversation(telegram: FakeTelegram, bot: Bot) -> None:
    user = telegram.user(1001, language="fr")
    await user.start("fr")
    (update,) = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    assert update.message is not None
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "fr"

    choice = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", callback_data="yes")]])
    await bot.send_message(1001, "<b>Bonjour</b>", ParseMode.HTML, reply_markup=choice)
    assert await user.texts(n=1) == ["Bonjour"]
    press = await user.click("Oui")
    (pressed,) = await bot.get_updates(offset=update.update_id + 1)
    query = pressed.callback_query
    assert query is not None
    assert query.data == "yes"
    await query.answer("merci")
    await query.edit_message_text("Choisi")

    assert await user.answered(press) == {"text": "merci", "show_alert": False}
    assert await user.texts(n=1) == ["Choisi"]
    assert await bot.get_updates(offset=pressed.update_id + 1) == ()
    assert telegram.pending() == 0
    assert telegram.problems == []


async def test_a_webhook_bot_holds_a_conversation(telegram: FakeTelegram, bot: Bot) -> None:
    user = telegram.user(1001)
    async with WebhookBot() as hook:
        await bot.set_webhook(hook.url, secret_token="s3cret", allowed_updates=["message"])
        assert (await bot.get_webhook_info()).url == hook.url
        with pytest.raises(Conflict):
            await bot.get_updates()
        await user.contact()
        await until(lambda: telegram.pending() == 0)
        update = Update.de_json(hook.updates[0], bot)
        assert update.message is not None
        assert update.message.contact is not None
        await update.message.reply_text(f"I call {update.message.contact.phone_number}")

        assert hook.secrets == ["s3cret"]
        assert await user.texts(n=1) == ["I call +32470123456"]
        await bot.delete_webhook()
    assert await bot.get_updates() == ()
    assert telegram.problems == []


async def test_the_library_understands_the_refusals(telegram: FakeTelegram, bot: Bot) -> None:
    user = telegram.user(1)
    with pytest.raises(BadRequest, match="can't find end tag"):
        await bot.send_message(1, "<b>oops", ParseMode.HTML)
    telegram.ban(1, 30)
    with pytest.raises(RetryAfter) as flooded:
        await bot.send_message(1, "hello")
    assert "30" in str(flooded.value)
    await user.block()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(1, "hello")


async def test_the_library_reads_all_that_people_send(telegram: FakeTelegram, bot: Bot) -> None:
    user, group = telegram.user(1), telegram.group(-100, privacy=False)
    await user.photo(b"pixels", caption="x")
    acts: list[Callable[[], Awaitable[object]]] = [user.voice, user.audio, user.video, user.video_note]
    acts += [user.sticker, user.document, user.location, user.venue, user.contact]
    for act in [*acts, user.block, user.unblock]:
        await act()
    await user.poll("Where?", "here", "there")
    await user.forward("news")
    await user.edit((await user.send("hello", chat=group)).message_id, "hullo", chat=group)
    await group.post("not a channel, but the shape is the same")

    updates = await bot.get_updates()

    assert len(updates) == telegram.pending() == 17
    assert all(len(update.to_dict()) == 2 for update in updates)
    photo = updates[0].message
    assert photo is not None
    file = await photo.photo[-1].get_file()
    assert await file.download_as_bytearray() == b"pixels"


async def test_the_library_reads_what_the_other_methods_answer(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.user(1)
    telegram.group(-100, forum=True, bot_status="administrator", members={1: "creator"})
    share = ReplyKeyboardMarkup([[KeyboardButton("Share", request_contact=True)]], one_time_keyboard=True)

    await bot.send_venue(1, 50.84, 4.36, "Office", "Rue Montoyer 40", reply_markup=share)
    message = await bot.send_contact(1, "+32470123456", "Hotline")
    await bot.send_photo(1, b"pixels", caption="Our office")
    assert (await bot.forward_message(-100, 1, message.message_id)).forward_origin is not None
    assert await bot.copy_message(-100, 1, message.message_id)
    assert await bot.set_message_reaction(1, message.message_id, "👍")
    assert await bot.set_my_commands([BotCommand("help", "What I can do")], language_code="nl")
    assert (await bot.get_my_commands(language_code="nl"))[0].command == "help"
    assert (await bot.get_chat(-100)).is_forum
    assert (await bot.get_chat_member(-100, 1)).status == "creator"
    assert len(await bot.get_chat_administrators(-100)) == 2
    topic = await bot.create_forum_topic(-100, "Awa")
    assert await bot.close_forum_topic(-100, topic.message_thread_id)
    assert (await bot.get_chat_menu_button()).type == "default"
    assert telegram.problems == []
