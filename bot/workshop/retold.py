"""A real conversation as YAML that trainers go on with: a story, or a test of one. Words are redacted."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from bot.dialogue.scrubbing import scrub
from bot.nlu.protection import INTENTS as ALARMS
from bot.nlu.redaction import redact
from bot.services.handover_ports import StoredTurn

_SILENT = frozenset({"action_listen", "action_session_start", "action_extract_slots"})
LONGEST = 300
HIDDEN = "…"
"""In place of what somebody in danger wrote."""

Event = Mapping[str, Any]


def readable(turns: Iterable[StoredTurn]) -> list[StoredTurn]:
    """The turns without what a form was told and without what was said while one of us held the chat."""
    ordered = list(turns)
    held = False
    kept = []
    for turn, events in zip(ordered, scrub([turn.events for turn in ordered]), strict=True):
        shown = []
        for event in events:
            held = event.get("event") == "pause" or (held and event.get("event") != "resume")
            if not held:
                shown.append(event)
        kept.append(StoredTurn(turn.id, turn.at, shown))
    return kept


def story(name: str, events: Iterable[Event]) -> str:
    """Intents and actions, for data/stories."""
    return _written(name, list(_steps(events, words=False)))


def test_story(name: str, events: Iterable[Event]) -> str:
    """Words, intents and actions, for tests/stories."""
    return _written(name, list(_steps(events, words=True)))


def _steps(events: Iterable[Event], words: bool) -> Iterator[dict[str, Any]]:
    for event in events:
        kind, name = event.get("event"), str(event.get("name") or "")
        if kind == "user":
            yield _said(event, words)
        elif kind == "action" and name not in _SILENT:
            yield {"action": name}
        elif kind == "active_loop":
            yield {"active_loop": event.get("name")}


def _said(event: Event, words: bool) -> dict[str, Any]:
    parsed = event.get("parse_data") or {}
    intent = str((parsed.get("intent") or {}).get("name") or "nlu_fallback")
    text = str(event.get("text") or "")
    shown = HIDDEN if intent in ALARMS else text if text.startswith("/") else redact(text[:LONGEST])
    return {"user": shown, "intent": intent} if words else {"intent": intent}


def _written(name: str, steps: list[dict[str, Any]]) -> str:
    content = {"stories": [{"story": name, "steps": steps}]}
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120))
