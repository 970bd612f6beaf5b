"""An answer of Rasa, made into calls of the Bot API. Pure, but for `keep`, which stores what a button stands for."""

from collections.abc import Callable
from typing import Any

from bot.answers.bidi import safe
from bot.answers.html_split import split_html

MESSAGE_LIMIT = 4096
WIDEST_ROW = 34
"""Characters that the labels of one row may have together: more is cut off on a small phone."""
MOST_IN_ROW = 3

Call = dict[str, Any]
Keep = Callable[[str], str]


def render(message: dict[str, Any], keep: Keep, venues: dict[str, Call]) -> list[Call]:
    """The calls, in order, that show a message `{text, buttons, custom}`; without the chat, which is added later."""
    custom = message.get("custom") or {}
    text = safe(message.get("text") or "")
    parts = split_html(text, MESSAGE_LIMIT) if text.strip() else []
    calls = [_text(part) for part in parts]
    markup = _markup(message.get("buttons") or [], custom, keep)
    if calls and markup:
        calls[-1]["params"]["reply_markup"] = markup
    venue = venues.get(custom.get("venue", ""))
    if venue:
        # The pin goes before the words, so that the buttons stay at the end.
        calls.insert(0, {"method": "sendVenue", "params": dict(venue)})
    return calls


def _text(text: str) -> Call:
    return {
        "method": "sendMessage",
        "params": {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}},
    }


def _markup(buttons: list[dict[str, Any]], custom: dict[str, Any], keep: Keep) -> dict[str, Any] | None:
    if buttons:
        rows = _rows([(safe(str(button["title"])), button) for button in buttons])
        return {"inline_keyboard": [[_button(title, button, keep) for title, button in row] for row in rows]}
    if custom.get("keyboard") == "share_contact":
        key = {"text": str(custom["label"]), "request_contact": True}
        return {"keyboard": [[key]], "resize_keyboard": True, "one_time_keyboard": True}
    if custom.get("keyboard") == "remove":
        return {"remove_keyboard": True}
    return None


def _button(title: str, button: dict[str, Any], keep: Keep) -> dict[str, str]:
    if button.get("url"):
        return {"text": title, "url": str(button["url"])}
    return {"text": title, "callback_data": keep(str(button["payload"]))}


def _rows(buttons: list[tuple[str, dict[str, Any]]]) -> list[list[tuple[str, dict[str, Any]]]]:
    """Short labels share a row, long ones get their own."""
    rows: list[list[tuple[str, dict[str, Any]]]] = []
    for button in buttons:
        row = rows[-1] if rows else None
        if row and len(row) < MOST_IN_ROW and _fits([*row, button]):
            row.append(button)
        else:
            rows.append([button])
    return rows


def _fits(row: list[tuple[str, dict[str, Any]]]) -> bool:
    # Buttons of a row are equally wide: the longest label decides.
    return max(len(title) for title, _ in row) * len(row) <= WIDEST_ROW
