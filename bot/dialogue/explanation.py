"""What happened in the latest turn, for people who train the assistant: understanding, actions, and their source."""

from pathlib import Path
from typing import Any

import yaml
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

_SILENT = frozenset({"action_listen", "action_session_start", "action_extract_slots"})
SHOWN_INTENTS = 10

Sources = dict[tuple[str, str], str]


def read_sources(root: Path) -> Sources:
    """The rule or story that lets an action follow an intent or another action: `(before, action) → name`."""
    sources: Sources = {}
    for path in sorted((root / "data" / "stories").rglob("*.yml")):
        content = yaml.safe_load(path.read_text("utf-8")) or {}
        for kind, title in (("rules", "rule"), ("stories", "story")):
            for entry in content.get(kind) or []:
                _add(sources, entry.get("steps") or [], str(entry.get(title, "")))
    return sources


def _add(sources: Sources, steps: list[dict[str, Any]], name: str) -> None:
    before = ""
    for step in steps:
        action = step.get("action")
        if action:
            sources.setdefault((before, str(action)), name)
        if step.get("intent") or action:
            before = str(step.get("intent") or action)


def explain(tracker: DialogueStateTracker | None, sources: Sources) -> dict[str, Any] | None:
    """The latest turn as plain data, or None when there was none."""
    if tracker is None:
        return None
    turn = _latest_turn(tracker)
    if not turn:
        return None
    heard: UserUttered = turn[0]
    parsed = heard.parse_data or {}
    return {
        "language": parsed.get("language"),
        "intent": parsed.get("intent"),
        "intent_ranking": (parsed.get("intent_ranking") or [])[:SHOWN_INTENTS],
        "entities": [
            {key: entity.get(key) for key in ("entity", "value", "start", "end")} for entity in heard.entities or []
        ],
        "actions": _actions(turn, heard.intent_name or "", sources),
        "slots": {event.key: event.value for event in turn if isinstance(event, SlotSet)},
    }


def _latest_turn(tracker: DialogueStateTracker) -> list[Any]:
    events = list(tracker.events)
    for index in range(len(events) - 1, -1, -1):
        if isinstance(events[index], UserUttered):
            return events[index:]
    return []


def _actions(turn: list[Any], intent: str, sources: Sources) -> list[dict[str, Any]]:
    done = [event for event in turn if isinstance(event, ActionExecuted) and event.action_name not in _SILENT]
    shown, before = [], intent
    for event in done:
        name = str(event.action_name)
        shown.append(
            {
                "name": name,
                "policy": event.policy,
                "confidence": event.confidence,
                "source": sources.get((before, name)) or sources.get(("", name)),
            }
        )
        before = name
    return shown
