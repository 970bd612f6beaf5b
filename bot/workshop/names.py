"""What domain.yml declares, and which names the code fills or starts by itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.workshop.project import Project

DOMAIN = "domain.yml"
# Rasa's own, known to every assistant.
RASA_INTENTS = frozenset({"back", "restart", "session_start", "out_of_scope", "nlu_fallback"})
RASA_ACTIONS = frozenset(
    {
        "action_listen",
        "action_restart",
        "action_session_start",
        "action_default_fallback",
        "action_deactivate_loop",
        "action_revert_fallback_events",
        "action_default_ask_affirmation",
        "action_default_ask_rephrase",
        "action_two_stage_fallback",
        "action_back",
        "action_unlikely_intent",
        "action_extract_slots",
        "action_send_text",
    }
)
RASA_SLOTS = frozenset({"requested_slot", "session_started_metadata"})

_WORD = re.compile(r"\b[a-z][a-z0-9_]+\b")
_PAYLOAD = re.compile(r"/([a-z][a-z0-9_]*)(\{.*\})?", re.DOTALL)


@dataclass(frozen=True)
class Names:
    """Declared names with their lines in domain.yml; `in_code` are words our own code mentions."""

    intents: Mapping[str, int] = field(default_factory=dict)
    entities: Mapping[str, int] = field(default_factory=dict)
    slots: Mapping[str, int] = field(default_factory=dict)
    forms: Mapping[str, int] = field(default_factory=dict)
    actions: Mapping[str, int] = field(default_factory=dict)
    responses: Mapping[str, int] = field(default_factory=dict)
    in_code: frozenset[str] = frozenset()
    in_buttons: frozenset[str] = frozenset()
    declared: bool = True

    @property
    def every_action(self) -> set[str]:
        """Everything that may stand after `action:`."""
        return {*self.actions, *self.responses, *self.forms, *RASA_ACTIONS}

    @property
    def every_intent(self) -> set[str]:
        """Everything that may stand after `intent:`."""
        return {*self.intents, *RASA_INTENTS}

    def is_in_code(self, name: str) -> bool:
        """Whether code mentions the name, whole or by its beginning, as in `utter_topic_{name}`."""
        return name in self.in_code or name.startswith(tuple(word for word in self.in_code if _is_beginning(word)))

    def needs_examples(self, intent: str) -> bool:
        """Whether people type this intent: commands, buttons and attachments carry theirs without words."""
        return intent not in RASA_INTENTS | self.in_code | self.in_buttons and not intent.startswith("sent_")


def _is_beginning(word: str) -> bool:
    return word.endswith("_") and len(word) > len("action_")


def read_names(project: Project) -> Names:
    """The names of a project; `declared` is false when domain.yml cannot be read, and nothing can be unknown."""
    source = project.sources.get(DOMAIN)
    content = source.document.content if source else None
    if source is None or not isinstance(content, dict):
        return Names(declared=False)

    def listed(key: str) -> dict[str, int]:
        values = content.get(key)
        if not isinstance(values, list | dict):
            return {}
        places = enumerate(values) if isinstance(values, list) else ((name, name) for name in values)
        return {_name(value): source.document.line(key, place) for place, value in places}

    parts = [listed(key) for key in ("intents", "entities", "slots", "forms", "actions", "responses")]
    intents, entities, slots, forms, actions, responses = parts
    return Names(
        intents, entities, slots, forms, actions, responses, _words_of_code(project.root), in_buttons=_pressed(content)
    )


def intent_of(payload: str) -> str | None:
    """The intent a button's payload names; None when it is no payload."""
    found = _PAYLOAD.fullmatch(payload)
    return found.group(1) if found else None


def _name(value: Any) -> str:
    """The name in a list item, which may bear options: `- intent: {use_entities: []}`."""
    return str(next(iter(value))) if isinstance(value, dict) and value else str(value)


def _words_of_code(root: Path) -> frozenset[str]:
    """Words in actions, channel and services: the names that code starts or answers by itself."""
    words: set[str] = set()
    for folder in ("actions", "bot/channel", "bot/services", "bot/answers", "bot/dialogue", "bot/nlu", "bot/console"):
        for path in sorted((root / folder).glob("*.py")):
            words.update(_WORD.findall(path.read_text("utf-8")))
    return frozenset(words)


def _pressed(domain: dict[str, Any]) -> frozenset[str]:
    """Intents that a button of an answer carries."""
    found: set[str] = set()
    responses = domain.get("responses")
    for variations in responses.values() if isinstance(responses, dict) else ():
        for answer in variations if isinstance(variations, list) else ():
            for button in (answer.get("buttons") or []) if isinstance(answer, dict) else ():
                payload = button.get("payload") if isinstance(button, dict) else None
                found.update(filter(None, [intent_of(payload)] if isinstance(payload, str) else []))
    return frozenset(found)
