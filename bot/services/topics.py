"""What can be asked about, and what a short question after an answer means: `data/topics.yml`, which trainers edit."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLLOW_UP = "follow_up_"


@dataclass(frozen=True)
class Topics:
    """Topics by intent, each with the topics that its short questions lead to.

    `alone` are the topics of protection; `asked` are the choices for a short question without context.
    """

    follow_ups: Mapping[str, Mapping[str, str]]
    alone: frozenset[str]
    asked: Mapping[str, tuple[str, ...]]

    def __contains__(self, intent: object) -> bool:
        return intent in self.follow_ups

    def of_answer(self, key: str) -> str | None:
        """The topic that an answer of the catalogue belongs to, or None for prompts, greetings and the like."""
        topic = key.removeprefix("utter_")
        return topic if topic in self and topic != key else None

    def meant(self, follow_up: str, topic: str | None) -> str | None:
        """The topic that a short question means after another topic; None when that must be asked."""
        return self.follow_ups.get(topic or "", {}).get(follow_up)

    def second(self, parsed: Mapping[str, Any]) -> str | None:
        """The topic to answer beside the first one of a message; protection is never answered beside anything."""
        first, second = _name(parsed, "intent"), _name(parsed, "second_intent")
        if first == second or first not in self or second not in self or self.alone & {first, second}:
            return None
        return second


def topics_of(root: Path) -> Topics:
    """The topics of a project folder as the file stands now."""
    path = root / "data" / "topics.yml"
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Topics:
    content = yaml.safe_load(path.read_text("utf-8"))
    follow_ups: dict[str, dict[str, str]] = {}
    alone = set()
    for group in content["groups"]:
        rest = {name: topic for name, topic in group.items() if name.startswith(FOLLOW_UP)}
        follow_ups.update(dict.fromkeys(group["about"], rest))
        if group.get("alone"):
            alone.update(group["about"])
    return Topics(follow_ups, frozenset(alone), {name: tuple(choices) for name, choices in content["ask"].items()})


def _name(parsed: Mapping[str, Any], part: str) -> str:
    return str((parsed.get(part) or {}).get("name") or "")
