"""What a person does in the Playground, as Telegram would report it to a bot."""

import re
from datetime import datetime
from typing import Any

LONGEST_TEXT = 4096
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?:@\w+)?")
_CHAT = {"id": 1, "type": "private"}


def text_update(text: str, language_code: str, now: datetime) -> dict[str, Any]:
    """A message somebody typed; a command is marked as Telegram marks it."""
    message = {**_message(language_code, now), "text": text}
    command = _COMMAND.match(text)
    if command:
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command.group())}]
    return {"message": message}


def contact_update(phone: str, language_code: str, now: datetime) -> dict[str, Any]:
    """The person's own number, shared with the button."""
    contact = {"phone_number": phone, "first_name": "Playground", "user_id": 1}
    return {"message": {**_message(language_code, now), "contact": contact}}


def press_update(data: str, message_id: int, language_code: str, now: datetime) -> dict[str, Any]:
    """A button under a message."""
    return {
        "callback_query": {
            "id": str(_number(now)),
            "from": _person(language_code),
            "message": {"message_id": message_id, "date": int(now.timestamp()), "chat": _CHAT},
            "chat_instance": "1",
            "data": data,
        }
    }


def _message(language_code: str, now: datetime) -> dict[str, Any]:
    return {
        "message_id": _number(now),
        "date": int(now.timestamp()),
        "chat": _CHAT,
        "from": _person(language_code),
    }


def _person(language_code: str) -> dict[str, Any]:
    return {"id": 1, "is_bot": False, "first_name": "Playground", "language_code": language_code}


def _number(now: datetime) -> int:
    # Rises with time, as Telegram's ids do; the page keeps no count.
    return int(now.timestamp() * 1000)
