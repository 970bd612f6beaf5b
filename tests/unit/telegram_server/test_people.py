from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.telegram_server.people import OWN_PHONE, SOMEBODYS_PHONE, Sent, User
from tests.telegram_server.records import Json
from tests.telegram_server.server import FakeTelegram
from tests.unit.telegram_server.client import call


async def ask(telegram: FakeTelegram, chat_id: int = 1, **markup: Any) -> Json:
    answer = await call(telegram, "sendMessage", chat_id=chat_id, text="Well?", reply_markup=markup)
    message: Json = answer.result
    return message


YES_NO = [[{"text": "Yes, please", "callback_data": "y"}, {"text": "No", "callback_data": "n"}]]


async def test_a_start_carries_its_payload_and_is_a_command(telegram: FakeTelegram) -> None:
    sent = await telegram.user(1, language="fr", first_name="Awa").start("fr")

    assert sent.update is not None
    message = sent.update["message"]
    assert message["text"] == "/start fr"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"] == {"id": 1, "is_bot": False, "first_name": "Awa", "language_code": "fr"}
    assert message["chat"] == {"id": 1, "type": "private", "first_name": "Awa"}


async def test_a_blocked_bot_gets_403_until_it_is_let_back_in(telegram: FakeTelegram) -> None:
    user = telegram.user(1)

    told = await user.block()
    refused = await call(telegram, "sendMessage", chat_id=1, text="x")
    await user.unblock()

    assert told is not None
    assert told["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert refused.status == 403
    assert refused.error == "Forbidden: bot was blocked by the user"
    assert (await call(telegram, "sendMessage", chat_id=1, text="x")).status == 200
    assert telegram.problems == []


async def test_the_bot_cannot_write_first(telegram: FakeTelegram) -> None:
    user = telegram.user(1, started=False)
    assert (await call(telegram, "sendMessage", chat_id=1, text="x")).status == 403

    await user.start()

    assert (await call(telegram, "sendMessage", chat_id=1, text="x")).status == 200


async def test_a_press_is_answered_once(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    message = await ask(telegram, inline_keyboard=YES_NO)

    press = await user.click("yes")
    answer = {"callback_query_id": press.press_id, "text": "Thanks"}

    assert press.update is not None
    assert press.update["callback_query"]["data"] == "y"
    assert press.update["callback_query"]["message"] == message
    assert (await call(telegram, "answerCallbackQuery", **answer)).result is True
    assert await user.answered(press) == {"text": "Thanks", "show_alert": False}
    assert "query is too old" in (await call(telegram, "answerCallbackQuery", **answer)).error


async def test_a_late_answer_to_a_press_is_refused(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    await ask(telegram, inline_keyboard=YES_NO)
    press = await user.click("No")

    telegram.expire_presses()

    answer = await call(telegram, "answerCallbackQuery", callback_query_id=press.press_id)
    assert "query is too old" in answer.error
    assert await user.answered(press, timeout=0) is None


async def test_a_button_that_is_not_there_cannot_be_clicked(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    await ask(telegram, inline_keyboard=[[{"text": "Map", "url": "https://iom.int"}]])

    with pytest.raises(AssertionError, match="no button 'Yes' number 0; visible: \\['Map'\\]"):
        await user.click("Yes")
    with pytest.raises(AssertionError, match="opens"):
        await user.click("Map")


async def test_a_share_button_sends_the_own_number_and_goes_away(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    await ask(telegram, keyboard=[[{"text": "My number", "request_contact": True}]], one_time_keyboard=True)

    sent = await user.click("My number")

    assert sent.message["contact"] == {"phone_number": OWN_PHONE, "first_name": "U1", "user_id": 1}
    assert user.buttons() == []


async def test_keyboard_buttons_send_their_text_until_the_keyboard_is_removed(
    telegram: FakeTelegram,
) -> None:
    user = telegram.user(1)
    await ask(telegram, keyboard=[["Yes"], [{"text": "Here", "request_location": True}]])

    assert (await user.click("Yes")).message["text"] == "Yes"
    assert "location" in (await user.click("Here")).message
    await ask(telegram, remove_keyboard=True)

    assert user.buttons() == []


async def test_somebody_elses_card_has_no_owner(telegram: FakeTelegram) -> None:
    sent = await telegram.user(1).contact(SOMEBODYS_PHONE, own=False)

    assert sent.message["contact"] == {"phone_number": SOMEBODYS_PHONE, "first_name": "Somebody"}


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda user: user.photo(caption="x"), "photo"),
        (lambda user: user.voice(), "voice"),
        (lambda user: user.audio(), "audio"),
        (lambda user: user.video(), "video"),
        (lambda user: user.video_note(), "video_note"),
        (lambda user: user.sticker(), "sticker"),
        (lambda user: user.document(name="passport.pdf"), "document"),
        (lambda user: user.location(), "location"),
        (lambda user: user.venue(), "venue"),
        (lambda user: user.poll("Where?", "here", "there"), "poll"),
        (lambda user: user.forward("news", author="Ana"), "forward_origin"),
    ],
)
async def test_everything_a_person_shares_becomes_an_update(
    telegram: FakeTelegram, act: Callable[[User], Awaitable[Sent]], field: str
) -> None:
    sent = await act(telegram.user(1))

    assert sent.update is not None
    assert field in sent.update["message"]


async def test_an_edit_tells_the_bot_the_new_text(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    sent = await user.send("/halp")

    edit = await user.edit(sent.message_id, "help")

    assert edit.update is not None
    edited = edit.update["edited_message"]
    assert (edited["text"], edited["message_id"]) == ("help", sent.message_id)
    assert "entities" not in edited
    assert sent.update is not None
    assert sent.update["message"]["text"] == "/halp"


async def test_a_reply_quotes_the_message_it_answers(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    message = (await call(telegram, "sendMessage", chat_id=1, text="Well?")).result

    sent = await user.reply_to(message, "well")

    assert sent.message["reply_to_message"]["text"] == "Well?"


async def test_replies_are_read_once_and_stay_in_the_history(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    await user.send("hello")
    await call(telegram, "sendMessage", chat_id=1, text="one")
    await call(telegram, "sendVenue", chat_id=1, latitude=1, longitude=1, title="x", address="y")

    assert await user.texts(n=2) == ["one", "<venue>"]
    assert await user.texts(timeout=0) == []
    assert [message.get("text") for message in user.history()] == ["hello", "one", None]


async def test_an_update_is_not_changed_by_what_happens_later(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    message = (await call(telegram, "sendMessage", chat_id=1, text="one")).result
    await call(telegram, "editMessageText", chat_id=1, message_id=message["message_id"], text="two")

    assert await user.texts(n=2) == ["one", "two"]
