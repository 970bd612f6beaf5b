"""What a handover writes into the dialogue's history: Rasa's own events, as dictionaries.

The tracker stays the one true history: a held chat is a paused conversation in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Event = dict[str, Any]

PERSON = "person"
STAFF = "staff"


@dataclass(frozen=True)
class Heard:
    """What a person did while one of us held the chat. `kind` is text, button, contact, or what was attached.

    `context`: what it replies to, whether it was forwarded.
    """

    text: str
    kind: str
    message_id: int | None
    language: str
    context: Mapping[str, Any] = field(default_factory=dict)


def paused(now: datetime, by: str) -> Event:
    """One of us holds the chat."""
    return {"event": "pause", "timestamp": now.timestamp(), "metadata": {"author": author(by)}}


def resumed(now: datetime, outcome: str) -> Event:
    """The bot has the word again."""
    return {"event": "resume", "timestamp": now.timestamp(), "metadata": {"outcome": outcome}}


def heard(said: Heard, now: datetime) -> Event:
    """A message to one of us: nothing has been understood in it, for nobody asked the bot to."""
    about = {"author": PERSON, "kind": said.kind, "message_id": said.message_id, "language": said.language}
    metadata = {**said.context, **about}
    return {
        "event": "user",
        "timestamp": now.timestamp(),
        "text": said.text,
        "parse_data": {"intent": {}, "entities": [], "text": said.text, "metadata": metadata},
        "input_channel": "telegram",
        "message_id": None,
        "metadata": metadata,
    }


def author(staff: str) -> str:
    """How a colleague is named in the history."""
    return f"{STAFF}:{staff}"
