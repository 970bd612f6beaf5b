"""Bot API calls as things to show: bubbles, keyboards, edits, toasts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from bot.console.telegram_html import safe_html, safe_text


@dataclass(frozen=True)
class Button:
    """A button and what it does: `say` a text, `press` with data, open a `link`, share the `contact`, or `nothing`."""

    text: str
    does: str = "nothing"
    value: str = ""


@dataclass(frozen=True)
class Venue:
    """A place."""

    title: str
    address: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Bubble:
    """One message of the bot with its inline keyboard."""

    message_id: int
    text: Markup = field(default_factory=Markup)
    keyboard: list[list[Button]] = field(default_factory=list)
    venue: Venue | None = None
    is_edited: bool = False


@dataclass(frozen=True)
class Toast:
    """The answer to a pressed button."""

    text: str
    is_alert: bool


@dataclass(frozen=True)
class Keyboard:
    """The reply keyboard below the chat."""

    rows: list[list[Button]]
    once: bool = False
    hint: str = ""


@dataclass
class Scene:
    """Everything one turn changes on the screen. `keyboard` None leaves the reply keyboard as it is."""

    bubbles: list[Bubble] = field(default_factory=list)
    edits: list[Bubble] = field(default_factory=list)
    key_edits: list[Bubble] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    toasts: list[Toast] = field(default_factory=list)
    keyboard: Keyboard | None = None
    unknown: list[str] = field(default_factory=list)

    def show(self, call: dict[str, Any]) -> None:
        """Add one call."""
        method, params = str(call.get("method", "")), call.get("params")
        params = params if isinstance(params, dict) else {}
        number = _whole(call.get("message_id", params.get("message_id")))
        match method:
            case "sendMessage" | "sendVenue":
                self.bubbles.append(_bubble(number, params))
                self._reply_keyboard(params.get("reply_markup"))
            case "editMessageText":
                self.edits.append(_bubble(_whole(params.get("message_id")), params, is_edited=True))
            case "editMessageReplyMarkup":
                self.key_edits.append(Bubble(_whole(params.get("message_id")), keyboard=_inline(params)))
            case "deleteMessage":
                self.deleted.append(_whole(params.get("message_id")))
            case "answerCallbackQuery":
                if params.get("text"):
                    self.toasts.append(Toast(str(params["text"]), bool(params.get("show_alert"))))
            case "sendChatAction":
                pass  # The page shows "typing" for as long as it waits anyway.
            case _:
                self.unknown.append(method)

    def _reply_keyboard(self, markup: Any) -> None:
        if not isinstance(markup, dict):
            return
        if markup.get("remove_keyboard"):
            self.keyboard = Keyboard([])
        elif isinstance(markup.get("keyboard"), list):
            rows = [[_reply_button(button) for button in row] for row in _rows(markup["keyboard"])]
            once, hint = bool(markup.get("one_time_keyboard")), str(markup.get("input_field_placeholder") or "")
            self.keyboard = Keyboard(rows, once, hint)


def scene_of(calls: Iterable[dict[str, Any]]) -> Scene:
    """What a turn's calls show."""
    scene = Scene()
    for call in calls:
        scene.show(call)
    return scene


def _bubble(number: int, params: dict[str, Any], is_edited: bool = False) -> Bubble:
    text = str(params.get("text") or "")
    shown = safe_html(text) if params.get("parse_mode") == "HTML" else safe_text(text)
    return Bubble(number, shown, _inline(params), _venue(params), is_edited)


def _venue(params: dict[str, Any]) -> Venue | None:
    try:
        place = float(params["latitude"]), float(params["longitude"])
    except (KeyError, TypeError, ValueError):
        return None
    return Venue(str(params.get("title", "")), str(params.get("address", "")), *place)


def _inline(params: dict[str, Any]) -> list[list[Button]]:
    markup = params.get("reply_markup")
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    return [[_inline_button(button) for button in row] for row in _rows(rows)]


def _inline_button(button: Any) -> Button:
    if not isinstance(button, dict):
        return Button(str(button))
    text, url = str(button.get("text", "")), str(button.get("url", ""))
    if button.get("callback_data"):
        return Button(text, "press", str(button["callback_data"]))
    if url.startswith(("https://", "http://", "tg://")):
        return Button(text, "link", url)
    return Button(text)


def _reply_button(button: Any) -> Button:
    if not isinstance(button, dict):
        return Button(str(button), "say", str(button))
    text = str(button.get("text", ""))
    if button.get("request_contact"):
        return Button(text, "contact")
    if button.get("request_location"):
        return Button(text)
    return Button(text, "say", text)


def _rows(value: Any) -> list[list[Any]]:
    return [row for row in value if isinstance(row, list)] if isinstance(value, list) else []


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0
