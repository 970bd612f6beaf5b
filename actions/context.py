"""What every action needs to know of the talk it is in."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rasa_sdk import Tracker

from bot.answers.catalogue import Catalogue
from bot.bootstrap import app
from bot.domain.language import REFERENCE, closest
from bot.services.callback_form import Message
from bot.services.topics import Topics, topics_of


def catalogue() -> Catalogue:
    """The texts as they stand now."""
    return app().shelf.catalogue(time.monotonic())


def topics() -> Topics:
    """What can be asked about, as the file stands now."""
    return topics_of(Path.cwd())


def language_of(tracker: Tracker) -> str:
    """The language to answer in: as the channel reports it, else as chosen here, else English."""
    reported = (tracker.latest_message.get("metadata") or {}).get("language")
    return closest(reported) or closest(tracker.get_slot("language")) or REFERENCE


def second_of(tracker: Tracker) -> str | None:
    """The language for what is missing in the first, if one was chosen."""
    reported = (tracker.latest_message.get("metadata") or {}).get("second_language")
    return closest(reported) or closest(tracker.get_slot("second_language"))


def text(key: str, language: str, **values: Any) -> str:
    """A text of the catalogue."""
    return catalogue().text(key, language, **values)


def message_of(tracker: Tracker) -> Message:
    """The latest message as the form reads it."""
    latest: Mapping[str, Any] = tracker.latest_message
    intent = latest.get("intent") or {}
    entities: dict[str, Any] = {}
    for entity in latest.get("entities") or []:
        entities.setdefault(entity["entity"], entity["value"])
    return Message(
        text=latest.get("text") or "",
        intent=intent.get("name") or "",
        confidence=float(intent.get("confidence") or 0.0),
        entities=entities,
    )


def request_key(tracker: Tracker) -> str:
    """A key for the effect of this turn: the same when the turn is run again after a crash."""
    metadata = tracker.latest_message.get("metadata") or {}
    update = metadata.get("update") or tracker.latest_message.get("message_id") or ""
    return f"{tracker.sender_id}:{update}"


def buttons(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    """Buttons out of titles and payloads."""
    return [{"title": title, "payload": payload} for title, payload in pairs]
