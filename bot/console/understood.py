"""What the bot made of a message, as the Playground's side panel shows it."""

import json
from dataclasses import dataclass
from typing import Any

MOST_INTENTS = 6


@dataclass(frozen=True)
class Guess:
    """An intent and how sure the classifier is, from 0 to 1."""

    name: str
    confidence: float

    @property
    def percent(self) -> str:
        """As people read it."""
        return f"{self.confidence:.0%}"


@dataclass(frozen=True)
class Action:
    """What the dialogue did next and why."""

    name: str
    policy: str
    confidence: float
    source: str


@dataclass(frozen=True)
class Understanding:
    """One turn seen from inside; `milliseconds` as the console measured it."""

    language: str
    guesses: list[Guess]
    entities: list[tuple[str, str]]
    actions: list[Action]
    slots: list[tuple[str, str]]
    milliseconds: int


def read_understanding(facts: dict[str, Any] | None, milliseconds: int) -> Understanding | None:
    """The bot's report, tolerant of what is missing."""
    if facts is None:
        return None
    ranking = _dicts(facts.get("intent_ranking"))
    best = facts.get("intent")
    if not ranking and isinstance(best, dict):
        ranking = [best]
    slots = facts.get("slots")
    return Understanding(
        language=str(facts.get("language") or ""),
        guesses=[Guess(str(it.get("name", "")), _share(it.get("confidence"))) for it in ranking[:MOST_INTENTS]],
        entities=[(str(it.get("entity", "")), _shown(it.get("value"))) for it in _dicts(facts.get("entities"))],
        actions=[_action(it) for it in _dicts(facts.get("actions"))],
        slots=[(str(name), _shown(value)) for name, value in (slots if isinstance(slots, dict) else {}).items()],
        milliseconds=milliseconds,
    )


def _action(facts: dict[str, Any]) -> Action:
    return Action(
        name=str(facts.get("name", "")),
        policy=str(facts.get("policy") or ""),
        confidence=_share(facts.get("confidence")),
        source=str(facts.get("source") or ""),
    )


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _share(value: Any) -> float:
    return min(1.0, max(0.0, float(value))) if isinstance(value, int | float) else 0.0


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
