"""Keyboards as Telegram accepts them: what it refuses, and what no client would show well."""

import re

from tests.telegram_server.records import Json, bad_request

MAX_CALLBACK_DATA_BYTES = 64
MAX_INLINE_BUTTONS = 100
MAX_KEYBOARD_BUTTONS = 300
MAX_INLINE_ROW = 8
MAX_KEYBOARD_ROW = 12
MAX_PLACEHOLDER = 64

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "copy_text",
)
_URL = re.compile(r"(?!\w+:/*\Z)(https?://|tg://|ton://)?[^\s/:]+(\.[^\s]+|\?.*|:.*)?")


def check_markup(markup: Json) -> list[str]:
    """Remarks about the keyboard; raises ApiError 400 for what Telegram refuses."""
    if "inline_keyboard" in markup:
        return _check_inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        return _check_keyboard(markup)
    return []


def _check_inline(rows: list[list[Json]]) -> list[str]:
    remarks = [f"{len(row)} inline buttons in one row" for row in rows if len(row) > MAX_INLINE_ROW]
    buttons = [button for row in rows for button in row]
    for button in buttons:
        remarks += _check_inline_button(button)
    if len(buttons) > MAX_INLINE_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return remarks


def _check_inline_button(button: Json) -> list[str]:
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: Button text must be non-empty")
    actions = [action for action in _ACTIONS if action in button]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button:
        size = len(button["callback_data"].encode())
        if not 1 <= size <= MAX_CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not _URL.fullmatch(button["url"]):
        raise bad_request("BUTTON_URL_INVALID")
    return [f"inline button with several actions {actions}"] if len(actions) > 1 else []


def _check_keyboard(markup: Json) -> list[str]:
    rows: list[list[Json]] = markup["keyboard"]
    remarks = [f"{len(row)} keyboard buttons in one row" for row in rows if len(row) > MAX_KEYBOARD_ROW]
    buttons = [button for row in rows for button in row]
    if any(not button["text"].strip() for button in buttons):
        raise bad_request("can't parse keyboard button: Button text must be non-empty")
    if len(buttons) > MAX_KEYBOARD_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    if not buttons:
        raise bad_request("reply markup keyboard is empty")
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(placeholder) <= MAX_PLACEHOLDER:
        remarks.append("input_field_placeholder must be 1-64 long")
    return remarks
