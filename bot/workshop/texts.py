"""Change one text in a file of answers; every other line stays as it is."""

from typing import Any

import yaml

from bot.domain.errors import MontoyerError
from bot.domain.language import REFERENCE
from bot.services.studio_ports import Change
from bot.workshop.insertion import NoPlace


class ChangedThere(MontoyerError):
    """The text is no longer the one that the proposal was made for."""


def current_text(content: Any, key: str, language: str) -> str | None:
    """A text as a file of answers holds it, or None."""
    section = content.get("responses" if language == REFERENCE else "answers") or {}
    held = section.get(key)
    if isinstance(held, list):
        held = held[0] if held else None
    if isinstance(held, dict):
        held = held.get("text")
    return held if isinstance(held, str) else None


def replace_text(text: str, change: Change) -> str:
    """The file's text with the answer replaced. Raises `NoPlace` or `ChangedThere`."""
    before = current_text(yaml.load(text, yaml.CSafeLoader) or {}, change.subject, change.language)
    if before is None:
        raise NoPlace(change.subject)
    if before.strip() != (change.before or "").strip():
        raise ChangedThere(change.subject)
    node = _node(text, change)
    lines = text.split("\n")
    start = node.start_mark.line
    head = lines[start][: node.start_mark.column]
    indent = " " * (len(lines[start]) - len(lines[start].lstrip(" -")) + 2)
    block = [f"{indent}{line}" if line.strip() else "" for line in change.text.strip("\n").split("\n")]
    end = _end(node)
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    new = "\n".join([*lines[:start], f"{head}|-", *block, *lines[end:]])
    if _others(new, change) != _others(text, change):
        raise NoPlace(change.subject)
    return new


def _end(node: Any) -> int:
    """The first line after a scalar: a block ends where the next begins, others on their own last line."""
    return int(node.end_mark.line if node.end_mark.column == 0 else node.end_mark.line + 1)


def _node(text: str, change: Change) -> Any:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    section = "responses" if change.language == REFERENCE else "answers"
    node = _value(_value(root, section), change.subject)
    if isinstance(node, yaml.SequenceNode):
        node = node.value[0]
    return _value(node, "text") if isinstance(node, yaml.MappingNode) else node


def _value(node: Any, key: str) -> Any:
    return next(value for name, value in node.value if name.value == key)


def _others(text: str, change: Change) -> Any:
    """Everything but the text itself."""
    content = yaml.load(text, yaml.CSafeLoader)
    section = content["responses" if change.language == REFERENCE else "answers"]
    held = section[change.subject]
    if isinstance(held, list):
        held[0]["text"] = ""
    elif isinstance(held, dict):
        held["text"] = ""
    else:
        section[change.subject] = ""
    return content
