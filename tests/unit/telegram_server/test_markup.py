from typing import Any

import pytest

from tests.telegram_server.markup import check_markup
from tests.telegram_server.records import ApiError, Json


def inline(*buttons: dict[str, Any]) -> Json:
    return {"inline_keyboard": [[button] for button in buttons]}


def pressable(label: str = "Yes", data: str = "yes") -> Json:
    return {"text": label, "callback_data": data}


@pytest.mark.parametrize(
    "markup",
    [
        inline(pressable(data="x")),
        inline(pressable(data="x" * 64)),
        inline(pressable(data="é" * 32)),
        inline({"text": "IOM", "url": "https://belgium.iom.int/contact"}),
        inline({"text": "IOM", "url": "belgium.iom.int"}),
        inline(*[pressable() for _ in range(100)]),
        {"inline_keyboard": []},
        {"keyboard": [[{"text": "Share my number", "request_contact": True}]]},
        {"remove_keyboard": True},
    ],
)
def test_keyboards_that_telegram_takes_are_taken(markup: Json) -> None:
    assert check_markup(markup) == []


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        (inline(pressable(data="x" * 65)), "BUTTON_DATA_INVALID"),
        (inline(pressable(data="é" * 33)), "BUTTON_DATA_INVALID"),
        (inline(pressable(data="")), "BUTTON_DATA_INVALID"),
        (inline(pressable(label=" ")), "Button text must be non-empty"),
        (inline({"text": "Yes"}), "Text buttons are unallowed in the inline keyboard"),
        (inline({"text": "IOM", "url": "not a link"}), "BUTTON_URL_INVALID"),
        (inline({"text": "IOM", "url": "https://"}), "BUTTON_URL_INVALID"),
        (inline(*[pressable() for _ in range(101)]), "REPLY_MARKUP_TOO_LONG"),
        ({"keyboard": [[{"text": ""}]]}, "Button text must be non-empty"),
        ({"keyboard": [[]]}, "reply markup keyboard is empty"),
        ({"keyboard": [[{"text": "x"}]] * 301}, "REPLY_MARKUP_TOO_LONG"),
    ],
)
def test_keyboards_that_telegram_refuses_are_refused(markup: Json, error: str) -> None:
    with pytest.raises(ApiError) as raised:
        check_markup(markup)

    assert error in raised.value.description


@pytest.mark.parametrize(
    "markup",
    [
        {"inline_keyboard": [[pressable() for _ in range(9)]]},
        {"keyboard": [[{"text": "x"} for _ in range(13)]]},
        inline(pressable() | {"url": "https://iom.int"}),
        {"keyboard": [[{"text": "x"}]], "input_field_placeholder": "x" * 65},
    ],
)
def test_keyboards_that_show_badly_are_remarked_on(markup: Json) -> None:
    assert len(check_markup(markup)) == 1
