"""The buttons a person sees in a chat."""

from dataclasses import dataclass

from tests.telegram_server.chats import Chat
from tests.telegram_server.records import Json


@dataclass(frozen=True)
class Button:
    """A button. `message` carries it when it is inline; a button of the reply keyboard has none."""

    label: str
    spec: Json
    message: Json | None


def visible_buttons(chat: Chat) -> list[Button]:
    """Inline buttons, those of the newest message first, then the reply keyboard."""
    inline = [
        Button(spec["text"], spec, message)
        for message in reversed(list(chat.messages.values()))
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for spec in row
    ]
    rows = (chat.keyboard or {}).get("keyboard", [])
    return inline + [Button(spec["text"], spec, None) for row in rows for spec in row]


def find_button(chat: Chat, label: str, nth: int = 0) -> Button:
    """The nth button with exactly this label, else containing it; AssertionError names what is there."""
    buttons = visible_buttons(chat)
    hits = [button for button in buttons if button.label == label]
    hits = hits or [button for button in buttons if label.lower() in button.label.lower()]
    if nth >= len(hits):
        labels = [button.label for button in buttons[:20]]
        raise AssertionError(f"no button {label!r} number {nth}; visible: {labels}")
    return hits[nth]
