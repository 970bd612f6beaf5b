"""Faults of data/stories and of the test stories: steps, names, and intents that nothing answers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.workshop.finding import Finding, error, meant, warning
from bot.workshop.names import DOMAIN, RASA_INTENTS, RASA_SLOTS, Names
from bot.workshop.project import Project, Source
from bot.workshop.shape import Place

STEP_KEYS = (
    "intent",
    "user",
    "entities",
    "action",
    "bot",
    "active_loop",
    "slot_was_set",
    "checkpoint",
    "or",
    "metadata",
)


@dataclass
class Used:
    """What rules, stories and tests mention."""

    intents: set[str] = field(default_factory=set)
    actions: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Entry:
    """A rule or story: `kind` is rule or story."""

    kind: str
    name: str
    source: Source
    place: Place
    steps: list[Any]

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.source.document.line(*self.place)

    def step_line(self, index: int) -> int:
        """Where a step stands."""
        return self.source.document.line(*self.place, "steps", index)


def entries(sources: list[Source]) -> list[Entry]:
    """All rules and stories whose shape is right."""
    found = []
    for source in sources:
        content = source.document.content if isinstance(source.document.content, dict) else {}
        for key, kind in (("rules", "rule"), ("stories", "story")):
            listed = content.get(key)
            for index, each in enumerate(listed if isinstance(listed, list) else []):
                if isinstance(each, dict) and isinstance(each.get("steps"), list):
                    found.append(Entry(kind, str(each.get(kind)), source, (key, index), each["steps"]))
    return found


def check_stories(project: Project, names: Names) -> tuple[list[Finding], Used]:
    """Every fault of rules, stories and tests, and what rules and stories use."""
    used = Used()
    findings: list[Finding] = []
    told = entries(project.of("stories"))
    tested = entries(project.of("tests"))
    for entry in told + tested:
        mentioned = used if entry in told else Used()
        findings += _entry(entry, names, mentioned)
    findings += [*_repeated(told), *_repeated(tested), *_checkpoints(told)]
    if names.declared and told and not project.unread.intersection(_folder(project, "data/stories")):
        findings += _unanswered(names, used)
    return findings, used


def _folder(project: Project, folder: str) -> set[str]:
    return {file for file in project.unread if file.startswith(folder)}


def _entry(entry: Entry, names: Names, used: Used) -> Iterator[Finding]:
    file = entry.source.file
    if not entry.steps:
        yield error(file, entry.line, "no-steps", f"the {entry.kind} {entry.name!r} has no steps", "Write them.")
    if entry.name.startswith("TODO"):
        yield error(file, entry.line, "to-do", f"still to be named: {entry.name}", "Say what happens in it.")
    said = [i for i, step in enumerate(entry.steps) if isinstance(step, dict) and ("intent" in step or "user" in step)]
    if entry.kind == "rule" and len(said) > 1:
        message = f"the rule {entry.name!r} has {len(said)} messages of the person; a rule has one"
        yield error(file, entry.step_line(said[1]), "rule-with-turns", message, "Make it a story, or two rules.")
    condition = entry.source.document.content[entry.place[0]][entry.place[1]].get("condition")
    for part, steps in (("steps", entry.steps), ("condition", condition or [])):
        for index, step in enumerate(steps if isinstance(steps, list) else []):
            line = entry.source.document.line(*entry.place, part, index)
            yield from _step(entry, names, used, step, line)


def _step(entry: Entry, names: Names, used: Used, step: Any, line: int) -> Iterator[Finding]:
    file = entry.source.file
    if not isinstance(step, dict):
        return
    unknown = [key for key in step if key not in STEP_KEYS]
    for key in unknown:
        advice = meant(str(key), STEP_KEYS) or "Known here: " + ", ".join(STEP_KEYS) + "."
        yield error(file, line, "unknown-key", f"unknown kind of step `{key}`", advice)
    if "user" in step and "intent" not in step and entry.source.kind != "tests":
        message = "`user:` without `intent:`"
        yield error(file, line, "step", message, "Write `intent:`; words of people stand in data/nlu.")
    if "user" in step and entry.source.kind == "tests" and "intent" not in step:
        yield error(file, line, "step", "`user:` without `intent:`", "Say which intent must be understood.")
    for alternative in step.get("or") or []:
        yield from _step(entry, names, used, alternative, line)
    for key in ("intent", "action", "active_loop", "checkpoint"):
        if key in step:
            yield from _named(file, line, key, step[key], names, used)
    yield from _slots(file, line, step.get("slot_was_set"), names)
    yield from _entities(file, line, step.get("entities"), names)


def _named(file: str, line: int, key: str, value: Any, names: Names, used: Used) -> Iterator[Finding]:
    if value is None and key == "active_loop":
        return
    if not isinstance(value, str) or not value:
        yield error(file, line, "wrong-type", f"`{key}:` has no name", "Write the name behind the colon.")
        return
    if key == "intent":
        value = value.lstrip("/").split("{")[0]
        used.intents.add(value)
    if key == "action":
        used.actions.add(value)
    known = {"intent": names.every_intent, "action": names.every_action, "active_loop": set(names.forms)}.get(key)
    if known is None or not names.declared or value in known:
        return
    kind = {"active_loop": "form"}.get(key, "answer" if value.startswith("utter_") else key)
    place = {"intent": "intents", "answer": "responses", "action": "actions", "form": "forms"}[kind]
    advice = meant(value, known) or f"Add it under `{place}:` in domain.yml."
    yield error(file, line, f"unknown-{kind}", f"unknown {kind} {value!r}", advice)


def _slots(file: str, line: int, value: Any, names: Names) -> Iterator[Finding]:
    if value is None:
        return
    if not isinstance(value, list):
        yield error(file, line, "wrong-type", "`slot_was_set:` must be a list", "Write `- slot: value` below it.")
        return
    for item in value:
        name = next(iter(item), None) if isinstance(item, dict) else item
        if names.declared and name not in {*names.slots, *RASA_SLOTS}:
            advice = meant(str(name), names.slots) or "Add it under `slots:` in domain.yml."
            yield error(file, line, "unknown-slot", f"unknown slot {name!r}", advice)


def _entities(file: str, line: int, value: Any, names: Names) -> Iterator[Finding]:
    for item in value if isinstance(value, list) else []:
        listed = item if isinstance(item, dict) else {item: None}
        for name in listed:
            if names.declared and name not in {*names.entities, "role", "group"}:
                advice = meant(str(name), names.entities) or "Add it under `entities:` in domain.yml."
                yield error(file, line, "unknown-entity", f"unknown entity {name!r}", advice)


def _repeated(listed: list[Entry]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], Entry] = {}
    for entry in listed:
        former = seen.setdefault((entry.kind, entry.name), entry)
        if former is not entry:
            message = f"there is already a {entry.kind} {entry.name!r}"
            advice = f"Give it a name of its own; the other is at {former.source.file}:{former.line}."
            yield error(entry.source.file, entry.line, "repeated-name", message, advice)


def _checkpoints(listed: list[Entry]) -> Iterator[Finding]:
    marks: dict[str, list[tuple[Entry, int, bool]]] = {}
    for entry in listed:
        for index, step in enumerate(entry.steps):
            if isinstance(step, dict) and isinstance(step.get("checkpoint"), str):
                marks.setdefault(step["checkpoint"], []).append((entry, index, index == 0))
    for name, places in marks.items():
        if len({starts for _, _, starts in places}) == 1:
            entry, index, starts = places[0]
            message = f"the checkpoint {name!r} is {'never reached' if starts else 'never gone on from'}"
            advice = "A checkpoint ends one story and begins another."
            yield error(entry.source.file, entry.step_line(index), "checkpoint", message, advice)


def _unanswered(names: Names, used: Used) -> Iterator[Finding]:
    for intent, line in names.intents.items():
        if intent not in used.intents | RASA_INTENTS:
            message = f"no rule or story answers the intent {intent!r}"
            yield error(DOMAIN, line, "no-rule", message, "Write a rule in data/stories: intent, then the action.")
    for intent in sorted(used.intents & RASA_INTENTS - names.intents.keys()):
        if intent == "nlu_fallback":
            message = "nlu_fallback is not declared"
            yield warning(DOMAIN, 0, "unknown-intent", message, "Add it under `intents:`.")
