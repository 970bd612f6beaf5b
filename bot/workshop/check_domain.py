"""Faults of domain.yml that its shape does not show: names, forms, slots, and what nothing uses."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.answers.yaml_reader import Document
from bot.workshop.finding import Finding, error, meant, warning
from bot.workshop.names import DOMAIN, RASA_SLOTS, Names
from bot.workshop.project import Project

SLOT_TYPES = ("text", "bool", "categorical", "float", "list", "any")
MAPPINGS = ("custom", "from_entity", "from_intent", "from_text", "from_trigger_intent")


def check_domain(project: Project, names: Names) -> Iterator[Finding]:
    """Every fault of the domain by itself."""
    source = project.sources.get(DOMAIN)
    if source is None or not isinstance(source.document.content, dict):
        return
    document, content = source.document, source.document.content
    yield from _repeated(document, content)
    yield from _names(names)
    for name, slot in _mapping_of(content, "slots").items():
        if isinstance(slot, dict):
            yield from _slot(document, names, str(name), slot)
    for name, form in _mapping_of(content, "forms").items():
        for index, slot in enumerate((form or {}).get("required_slots") or [] if isinstance(form, dict) else []):
            if slot not in names.slots:
                line = document.line("forms", name, "required_slots", index)
                advice = meant(str(slot), names.slots) or "Add it under `slots:`."
                yield error(
                    DOMAIN, line, "unknown-slot", f"the form {name!r} asks for an unknown slot {slot!r}", advice
                )


def _mapping_of(content: dict[str, Any], key: str) -> dict[Any, Any]:
    value = content.get(key)
    return value if isinstance(value, dict) else {}


def _repeated(document: Document, content: dict[str, Any]) -> Iterator[Finding]:
    for key in ("intents", "entities", "actions"):
        values = content.get(key)
        listed = values if isinstance(values, list) else []
        counted = Counter(str(value) for value in listed)
        for index, value in enumerate(listed):
            if counted[str(value)] > 1:
                message = f"{value!r} stands {counted[str(value)]} times under `{key}:`"
                yield error(DOMAIN, document.line(key, index), "repeated-name", message, "Keep one of them.")
                counted[str(value)] = 0


def _names(names: Names) -> Iterator[Finding]:
    for action, line in names.actions.items():
        if action.startswith("utter_") and action not in names.responses:
            advice = meant(action, names.responses) or "Write its text under `responses:`."
            yield error(DOMAIN, line, "unknown-answer", f"the action {action!r} has no answer", advice)
        elif action.startswith(("action_", "validate_")) and names.in_code and not names.is_in_code(action):
            message = f"no code in actions/ carries out {action!r}"
            yield error(DOMAIN, line, "unknown-action", message, "Ask a developer for it, or use an answer `utter_…`.")
    for answer, line in names.responses.items():
        if not answer.startswith("utter_"):
            message = f"the answer {answer!r} must have a name that begins with utter_"
            yield error(DOMAIN, line, "bad-name", message, f"Call it utter_{answer}, here and where it is used.")
    for kind, others in (("intent", names.intents), ("slot", names.slots)):
        for name, line in others.items():
            if not name.replace("_", "").isalnum() or name != name.lower() or not name.isascii():
                advice = "Use small letters a to z, digits and _ only."
                yield error(DOMAIN, line, "bad-name", f"the {kind} name {name!r} cannot be used", advice)


def _slot(document: Document, names: Names, name: str, slot: dict[str, Any]) -> Iterator[Finding]:
    kind = slot.get("type")
    if isinstance(kind, str) and kind not in SLOT_TYPES and "." not in kind:
        advice = meant(kind, SLOT_TYPES) or "One of " + ", ".join(SLOT_TYPES) + "."
        line = document.line("slots", name, "type")
        yield error(DOMAIN, line, "wrong-type", f"the slot {name!r} has an unknown type {kind!r}", advice)
    if kind == "categorical" and not slot.get("values"):
        message = f"the slot {name!r} is categorical and has no `values:`"
        yield error(DOMAIN, document.line("slots", name), "missing-key", message, "List the values it may take.")
    if kind == "any" and slot.get("influence_conversation"):
        line = document.line("slots", name, "influence_conversation")
        message = f"the slot {name!r} is of type any, which cannot influence the conversation"
        yield error(DOMAIN, line, "slot", message, "Write `influence_conversation: false`, or another type.")
    mappings = slot.get("mappings")
    for index, mapping in enumerate(mappings if isinstance(mappings, list) else []):
        if isinstance(mapping, dict):
            line = document.line("slots", name, "mappings", index)
            yield from _mapping(line, names, name, mapping)


def _mapping(line: int, names: Names, slot: str, mapping: dict[str, Any]) -> Iterator[Finding]:
    kind = mapping.get("type")
    if isinstance(kind, str) and kind not in MAPPINGS:
        advice = meant(kind, MAPPINGS) or "One of " + ", ".join(MAPPINGS) + "."
        yield error(DOMAIN, line, "slot-mapping", f"the slot {slot!r} has an unknown mapping {kind!r}", advice)
    needed = {"from_entity": "entity", "from_intent": "value", "from_trigger_intent": "value"}.get(str(kind))
    if needed and needed not in mapping:
        yield error(DOMAIN, line, "slot-mapping", f"the mapping {kind} of the slot {slot!r} needs `{needed}:`")
    entity = mapping.get("entity")
    if isinstance(entity, str) and entity not in names.entities:
        advice = meant(entity, names.entities) or "Add it under `entities:`."
        yield error(DOMAIN, line, "unknown-entity", f"the slot {slot!r} reads an unknown entity {entity!r}", advice)
    for key in ("intent", "not_intent"):
        intents = mapping.get(key)
        for intent in intents if isinstance(intents, list) else [intents]:
            if isinstance(intent, str) and intent not in names.every_intent:
                advice = meant(intent, names.intents)
                yield error(
                    DOMAIN, line, "unknown-intent", f"the slot {slot!r} reads an unknown intent {intent!r}", advice
                )
    for condition in mapping.get("conditions") or []:
        yield from _condition(line, names, slot, condition)


def _condition(line: int, names: Names, slot: str, condition: Any) -> Iterator[Finding]:
    form = condition.get("active_loop") if isinstance(condition, dict) else None
    if form and form not in names.forms:
        advice = meant(str(form), names.forms)
        yield error(DOMAIN, line, "unknown-form", f"the slot {slot!r} is filled in an unknown form {form!r}", advice)
    asked = condition.get("requested_slot") if isinstance(condition, dict) else None
    if asked and asked not in {*names.slots, *RASA_SLOTS}:
        advice = meant(str(asked), names.slots)
        yield error(DOMAIN, line, "unknown-slot", f"the slot {slot!r} waits for an unknown slot {asked!r}", advice)


def unused(names: Names, used: set[str]) -> Iterator[Finding]:
    """Answers that neither a rule or story nor the code gives."""
    for answer, line in names.responses.items():
        if answer not in used and not names.is_in_code(answer) and not answer.startswith("utter_ask_"):
            message = f"nothing gives the answer {answer!r}"
            yield warning(DOMAIN, line, "unused-answer", message, "Use it in a rule, or take it out.")
