from typing import Any

import aiohttp
import pytest

from tests.telegram_server.dispatch import HANDLERS
from tests.telegram_server.methods import METHODS, SENDS
from tests.telegram_server.objects import OBJECTS, VARIANTS
from tests.telegram_server.records import ApiError
from tests.telegram_server.schema import fields
from tests.telegram_server.server import FakeTelegram
from tests.telegram_server.validation import validate
from tests.unit.telegram_server.client import call

RECEIVING = {"getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo"}


def test_every_method_of_the_table_is_carried_out_by_something() -> None:
    assert set(HANDLERS) | RECEIVING == set(METHODS)
    assert set(METHODS) >= SENDS


def test_every_type_named_in_the_tables_is_defined() -> None:
    tables = [*METHODS.values(), *OBJECTS.values()]
    named = {kind.strip("[]") for table in tables for field in table.values() for kind in field.types}
    shapes = {shape for variants in VARIANTS.values() for shape in variants.values()}

    assert named - {"str", "int", "float", "bool", "file"} <= set(OBJECTS) | set(VARIANTS)
    assert shapes <= set(OBJECTS)


def test_a_notation_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(ValueError, match="unreadable field"):
        fields("chat_id!int")


@pytest.mark.parametrize(
    ("method", "params", "values"),
    [
        ("sendMessage", {"chat_id": "7", "text": "x"}, {"chat_id": 7, "text": "x"}),
        ("sendMessage", {"chat_id": "@office", "text": "x"}, {"chat_id": "@office", "text": "x"}),
        ("sendVenue", {"latitude": "50.8"}, {"latitude": 50.8}),
        ("getUpdates", {"allowed_updates": '["message"]'}, {"allowed_updates": ["message"]}),
        ("deleteWebhook", {"drop_pending_updates": "true"}, {"drop_pending_updates": True}),
        ("deleteWebhook", {"drop_pending_updates": 0}, {"drop_pending_updates": False}),
        ("setMyName", {"name": "", "language_code": None}, {}),
        (
            "sendMessage",
            {"reply_markup": '{"keyboard": [["Yes"]]}'},
            {"reply_markup": {"keyboard": [[{"text": "Yes"}]]}},
        ),
    ],
)
def test_values_are_read_from_any_form_telegram_takes(
    method: str, params: dict[str, Any], values: dict[str, Any]
) -> None:
    rest: dict[str, Any] = {}
    if method.startswith("send"):
        rest = {"chat_id": 1, "text": "x"} if method == "sendMessage" else {"chat_id": 1, "longitude": 4.3}
    if method == "sendVenue":
        rest |= {"title": "Office", "address": "Street"}

    assert validate(method, rest | params, {}) == (rest | values, [])


@pytest.mark.parametrize(
    ("method", "params", "error"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("sendMessage", {"chat_id": 1, "text": ["x"]}, 'field "text" must be of type String'),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "protect_content": "perhaps"},
            'field "protect_content" must be of type Boolean',
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "message_thread_id": "one"},
            'field "message_thread_id" must be of type Integer',
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": "{broken"},
            "can't parse reply_markup JSON object",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_parameters": {}},
            "can't parse reply_parameters: Can't find field \"message_id\"",
        ),
        ("setMyCommands", {}, 'parameter "commands" is required'),
        (
            "setMyCommands",
            {"commands": [{"command": "help"}]},
            "can't parse commands[0]: Can't find field \"description\"",
        ),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "everybody"}},
            "can't parse scope: no variant of BotCommandScope matches",
        ),
        ("setMyShortDescription", {"short_description": "x" * 121}, "must be 0-120 long, got 121"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("sendPhoto", {"chat_id": 1, "photo": {}}, 'field "photo" must be a file'),
    ],
)
def test_wrong_parameters_are_refused(method: str, params: dict[str, Any], error: str) -> None:
    with pytest.raises(ApiError) as raised:
        validate(method, params, {})

    assert raised.value.code == 400
    assert error in raised.value.description


async def test_the_strict_server_refuses_what_is_not_documented(telegram: FakeTelegram) -> None:
    user = telegram.user(1)

    answer = await call(telegram, "sendMessage", chat_id=1, text="x", disable_web_page_preview=True)

    assert answer.status == 400
    assert "unknown parameter disable_web_page_preview" in answer.error
    assert len(telegram.problems) == 1
    assert user.inbox.replies == []


async def test_the_lenient_server_notes_what_is_not_documented() -> None:
    async with FakeTelegram(strict=False) as telegram:
        user = telegram.user(1)
        await call(telegram, "sendMessage", chat_id=1, text=5, disable_web_page_preview=True)

        assert await user.texts(n=1) == ["5"]
        assert [problem.text for problem in telegram.problems] == [
            "remark: text: number where String expected",
            "remark: unknown parameter disable_web_page_preview",
        ]


async def test_unknown_methods_and_tokens_are_turned_away(telegram: FakeTelegram) -> None:
    assert (await call(telegram, "sendGreeting")).status == 404
    assert [problem.method for problem in telegram.problems] == ["sendGreeting"]
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{telegram.base_url}/bot1:wrong/getMe") as response:
            assert response.status == 401
        async with session.get(f"{telegram.base_url}/botnothing/getMe") as response:
            assert response.status == 404


async def test_method_names_ignore_case_and_parameters_come_in_the_query_too(
    telegram: FakeTelegram,
) -> None:
    user = telegram.user(1)
    address = f"{telegram.base_url}/bot{telegram.token}/SENDMESSAGE?chat_id=1&text=hello"
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        assert response.status == 200

    assert await user.texts(n=1) == ["hello"]


async def test_a_body_that_is_no_json_object_is_refused(telegram: FakeTelegram) -> None:
    address = f"{telegram.base_url}/bot{telegram.token}/getMe"
    headers = {"Content-Type": "application/json"}
    async with aiohttp.ClientSession() as session:
        for body in (b"{broken", b"[1]"):
            async with session.post(address, data=body, headers=headers) as response:
                assert (await response.json())["description"] == "Bad Request: can't parse JSON object"
