from typing import Any

import aiohttp
import pytest

from tests.telegram_server.server import FakeTelegram
from tests.unit.telegram_server.client import call


async def test_a_message_reaches_the_person_as_it_was_sent(telegram: FakeTelegram) -> None:
    user = telegram.user(1)

    message = (await call(telegram, "sendMessage", chat_id=1, text="<b>Hi</b>", parse_mode="HTML")).result

    assert message["text"] == "Hi"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert [reply.message for reply in await user.replies(n=1)] == [message]
    assert telegram.problems == []


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "  \n "}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        (
            {"text": "<b>oops", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"text": "x", "parse_mode": "HTLM"}, "unsupported parse_mode"),
        ({"text": "x", "chat_id": 2}, "chat not found"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
        (
            {"text": "😀", "entities": [{"type": "bold", "offset": 1, "length": 2}]},
            "entity begins or ends after the end of the text at UTF-16 offset 1",
        ),
    ],
)
async def test_a_bad_message_is_refused_and_is_a_problem(
    telegram: FakeTelegram, params: dict[str, Any], error: str
) -> None:
    user = telegram.user(1)

    answer = await call(telegram, "sendMessage", **({"chat_id": 1} | params))

    assert answer.status == 400
    assert answer.error == f"Bad Request: {error}"
    assert [str(problem) for problem in telegram.problems] == [f"sendMessage: Bad Request: {error}"]
    assert user.inbox.replies == []


async def test_markup_does_not_count_towards_the_length(telegram: FakeTelegram) -> None:
    telegram.user(1)
    text = f"<b>{'x' * 4095}</b>&lt;"

    message = (await call(telegram, "sendMessage", chat_id=1, text=text, parse_mode="html")).result

    assert len(message["text"]) == 4096


async def test_a_venue_carries_its_place(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    place = {"latitude": 50.84, "longitude": 4.36}

    await call(telegram, "sendVenue", chat_id=1, title="Office", address="Rue Montoyer 40", **place)
    outside = await call(telegram, "sendLocation", chat_id=1, latitude=91, longitude=0)

    (reply,) = await user.replies(n=1)
    assert reply.text == "<venue>"
    assert reply.message["venue"] == {"title": "Office", "address": "Rue Montoyer 40", "location": place}
    assert outside.error == "Bad Request: location coordinates are invalid"


async def test_a_photo_can_be_uploaded_and_fetched(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    form = aiohttp.FormData({"chat_id": "1", "caption": "Our office"})
    form.add_field("photo", b"pixels", filename="office.jpg")
    root = f"{telegram.base_url}/bot{telegram.token}"
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{root}/sendPhoto", data=form) as response:
            photo = (await response.json())["result"]["photo"]
        described = (await call(telegram, "getFile", file_id=photo[0]["file_id"])).result
        address = f"{telegram.base_url}/file/bot{telegram.token}/{described['file_path']}"
        async with session.get(address) as response:
            assert await response.read() == b"pixels"

    assert await user.texts(n=1) == ["Our office"]


async def test_a_long_caption_is_refused(telegram: FakeTelegram) -> None:
    telegram.user(1)

    answer = await call(telegram, "sendPhoto", chat_id=1, photo="https://x.org/a.jpg", caption="x" * 1025)

    assert answer.error == "Bad Request: message caption is too long"


async def test_a_forward_names_its_author_and_a_copy_does_not(telegram: FakeTelegram) -> None:
    user, staff = telegram.user(1, first_name="Awa"), telegram.group(-100)
    sent = await user.send("please call me")
    source = {"chat_id": -100, "from_chat_id": 1, "message_id": sent.message_id}

    await call(telegram, "forwardMessage", **source)
    await call(telegram, "copyMessage", **source)

    forwarded, copied = await staff.replies(n=2)
    assert forwarded.message["forward_origin"]["sender_user"]["first_name"] == "Awa"
    assert "forward_origin" not in copied.message
    assert forwarded.text == copied.text == "please call me"


async def test_an_edit_replaces_text_and_takes_the_buttons_away(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
    message = (await call(telegram, "sendMessage", chat_id=1, text="Sure?", reply_markup=markup)).result
    here = {"chat_id": 1, "message_id": message["message_id"]}
    assert [button.label for button in user.buttons()] == ["Yes"]

    await call(telegram, "editMessageText", text="Done", **here)
    again = await call(telegram, "editMessageText", text="Done", **here)

    assert user.buttons() == []
    assert [(reply.text, reply.edited) for reply in await user.replies(n=2)] == [
        ("Sure?", False),
        ("Done", True),
    ]
    assert again.error.startswith("Bad Request: message is not modified")


async def test_only_what_is_there_and_ones_own_can_be_edited(telegram: FakeTelegram) -> None:
    sent = await telegram.user(1).send("hello")

    own = await call(telegram, "editMessageText", chat_id=1, message_id=sent.message_id, text="x")
    gone = await call(telegram, "editMessageReplyMarkup", chat_id=1, message_id=99)

    assert own.error == "Bad Request: message can't be edited"
    assert gone.error == "Bad Request: message to edit not found"


async def test_a_deleted_message_is_gone(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    message = (await call(telegram, "sendMessage", chat_id=1, text="hello")).result
    here = {"chat_id": 1, "message_id": message["message_id"]}

    assert (await call(telegram, "deleteMessage", **here)).result is True
    assert user.history() == []
    assert (await call(telegram, "deleteMessage", **here)).error.endswith("message to delete not found")


async def test_only_known_chat_actions_are_shown(telegram: FakeTelegram) -> None:
    telegram.user(1)

    assert (await call(telegram, "sendChatAction", chat_id=1, action="typing")).result is True
    assert (await call(telegram, "sendChatAction", chat_id=1, action="thinking")).status == 400
