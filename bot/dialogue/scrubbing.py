"""Takes the personal data that a form collected out of the dialogue's history, once the form has ended.

The request itself keeps what the hotline needs, sealed, with its own retention; the history keeps only
that a name and a number were given. Slots are empty by then, so that replaying the events gives the same state.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from bot.services.phone import national

Events = list[dict[str, Any]]

PERSONAL = {"callback_name": "[name]", "callback_phone": "[phone]", "callback_phone_offered": "[phone]"}
"""Slots that hold personal data while a form is open, and what stands in their place afterwards."""

_ENTITIES = {"person_name": "[name]", "phone_number": "[phone]", "email": "[email]"}
_REQUESTED = "requested_slot"
_FEWEST_DIGITS = 5
_SHORTEST = 2
"""A name of one letter would be found in every word."""


def ends_form(events: Iterable[dict[str, Any]]) -> bool:
    """Whether a form ended in these events."""
    return any(event["event"] == "active_loop" and event.get("name") is None for event in events)


def scrub(turns: list[Events]) -> list[Events]:
    """The same turns without what the form was told. A turn in which nothing personal stands comes back as it is."""
    given = _given(event for events in turns for event in events)
    answers = _answers([event for events in turns for event in events])
    return [[_scrubbed(event, given, answers.get(id(event), "")) for event in events] for events in turns]


def _given(events: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Every written form of a personal value, with its placeholder; long ones first."""
    found: dict[str, str] = {}
    for event in events:
        placeholder = PERSONAL.get(event.get("name", "")) if event["event"] == "slot" else None
        value = event.get("value")
        if placeholder is None or not isinstance(value, str) or len(value) < _SHORTEST or value == placeholder:
            continue
        found[value] = placeholder
        if placeholder == PERSONAL["callback_phone"]:
            found[national(value)] = placeholder
    return dict(sorted(found.items(), key=lambda entry: -len(entry[0])))


def _answers(events: Events) -> dict[int, str]:
    """Which user events answered a personal question: their whole text goes, whatever its form."""
    found: dict[int, str] = {}
    asked, heard = "", None
    for event in events:
        if event["event"] == "user":
            heard = event
            if PERSONAL.get(asked) and _looks_answered(asked, event):
                found[id(event)] = PERSONAL[asked]
        elif event["event"] == "slot" and event["name"] == _REQUESTED:
            asked = event.get("value") or ""
        elif event["event"] == "slot" and event["name"] in PERSONAL and event.get("value") and heard is not None:
            found[id(heard)] = PERSONAL[event["name"]]
    return found


def _looks_answered(asked: str, event: dict[str, Any]) -> bool:
    """An answer that could not be used may be personal all the same: a mistyped number is still a number."""
    text = event.get("text") or ""
    return PERSONAL[asked] == PERSONAL["callback_phone"] and sum(map(str.isdigit, text)) >= _FEWEST_DIGITS


def _scrubbed(event: dict[str, Any], given: dict[str, str], answered: str) -> dict[str, Any]:
    match event["event"]:
        case "user":
            return _scrubbed_user(event, given, answered)
        case "bot":
            return dict(_replaced(event, given)) if given else event
        case "slot" if event["name"] in PERSONAL and event.get("value"):
            return {**event, "value": PERSONAL[event["name"]]}
        case _:
            return event


def _scrubbed_user(event: dict[str, Any], given: dict[str, str], answered: str) -> dict[str, Any]:
    parsed = event.get("parse_data") or {}
    entities = parsed.get("entities") or []
    if not answered and not any(entity.get("entity") in _ENTITIES for entity in entities):
        return dict(_replaced(event, given)) if given else event
    text = answered or _without(event.get("text") or "", entities)
    kept = [
        {**entity, "value": _ENTITIES[entity["entity"]]} if entity.get("entity") in _ENTITIES else entity
        for entity in entities
    ]
    clean = {**event, "text": text, "parse_data": {**parsed, "text": text, "entities": kept}}
    return dict(_replaced(clean, given)) if given else clean


def _without(text: str, entities: list[dict[str, Any]]) -> str:
    for entity in sorted(entities, key=lambda each: -int(each.get("start") or 0)):
        placeholder = _ENTITIES.get(entity.get("entity", ""))
        if placeholder:
            text = text[: entity["start"]] + placeholder + text[entity["end"] :]
    return text


def _replaced(event: dict[str, Any], given: dict[str, str]) -> Any:
    """Every string of the event, without the given values."""
    text = json.dumps(event, ensure_ascii=False)
    if not any(_quoted(value) in text for value in given):
        return event

    def clean(part: Any) -> Any:
        if isinstance(part, str):
            for value, placeholder in given.items():
                # Whole words: a person called Ali is not in "Italia".
                part = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", placeholder, part)
            return part
        if isinstance(part, dict):
            return {key: clean(each) for key, each in part.items()}
        return [clean(each) for each in part] if isinstance(part, list) else part

    return clean(event)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]
