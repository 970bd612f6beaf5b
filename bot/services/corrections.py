"""Which answer of an open form an edited message gave. Pure."""

from collections.abc import Iterable
from typing import Any

from bot.services.callback_form import FIELDS

_FORM = "callback_form"
_SLOT = "callback_"
_REQUESTED = "requested_slot"


def corrected_field(events: Iterable[dict[str, Any]], message_id: int) -> str | None:
    """The field of the open form that the message gave, or was meant to give; None when there is none.

    `events` are those of the conversation's latest session.
    """
    form = requested = writing = None
    givers: dict[str, int | None] = {}
    for event in events:
        match event.get("event"):
            case "user":
                writing = (event.get("metadata") or {}).get("message_id")
            case "active_loop":
                form = event.get("name")
            case "slot" if event.get("name") == _REQUESTED:
                requested = event.get("value")
            case "slot":
                givers[str(event.get("name"))] = None if event.get("value") is None else writing
    if form != _FORM:
        return None
    given = [field for field in FIELDS if givers.get(f"{_SLOT}{field}") == message_id]
    if given:
        return given[0]
    # The last message was no usable answer, and is now corrected instead of written anew.
    asked = str(requested or "").removeprefix(_SLOT)
    return asked if writing == message_id and asked in FIELDS else None
