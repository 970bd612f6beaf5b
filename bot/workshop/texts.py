"""Change one text in a file of answers, or mark it reviewed; every line outside its entry stays as it is."""

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
    section = content.get(_section(language)) or {}
    held = section.get(key)
    if isinstance(held, list):
        held = held[0] if held else None
    if isinstance(held, dict):
        held = held.get("text")
    return held if isinstance(held, str) else None


def replace_text(text: str, change: Change) -> str:
    """The file's text with the answer replaced; a review of the old words goes. Raises `NoPlace`, `ChangedThere`."""
    _compare(text, change)
    if change.language != REFERENCE:
        return _with_entry(text, change, _scalar(change.text, "  "))
    node = _text_node(text, change.subject)
    line = text.split("\n")[node.start_mark.line]
    indent = " " * (len(line) - len(line.lstrip(" -")))
    return _checked(text, _spliced(text, node, line[: node.start_mark.column], _scalar(change.text, indent)), change)


def mark_reviewed(text: str, change: Change) -> str:
    """The file's text with the answer marked as reviewed by whoever made the change, on that day."""
    _compare(text, change)
    if change.language == REFERENCE:
        raise NoPlace(change.subject)
    review = ["", "    status: reviewed", f"    reviewer: {_quoted(change.by)}", f"    date: {change.at:%Y-%m-%d}"]
    first, *rest = _scalar(change.text, "    ")
    return _with_entry(text, change, [*review, f"    text: {first}", *rest])


def _compare(text: str, change: Change) -> None:
    before = current_text(yaml.load(text, yaml.CSafeLoader) or {}, change.subject, change.language)
    if before is None:
        raise NoPlace(change.subject)
    if before.strip() != (change.before or "").strip():
        raise ChangedThere(change.subject)


def _with_entry(text: str, change: Change, entry: list[str]) -> str:
    """The whole entry of a key under `answers:` written anew."""
    key, value = _entry(text, _section(change.language), change.subject)
    head = " " * key.start_mark.column + f"{change.subject}:"
    first, *rest = entry
    return _checked(
        text, _spliced(text, value, head + (f" {first}" if first else ""), rest, key.start_mark.line), change
    )


def _spliced(text: str, node: Any, head: str, block: list[str], start: int | None = None) -> str:
    """The lines of a node with others in their place: `head` is the first, or ends where the node began."""
    lines = text.split("\n")
    last = node
    while isinstance(last, yaml.MappingNode):
        last = last.value[-1][1]
    end = last.end_mark.line if last.end_mark.column == 0 else last.end_mark.line + 1
    begin = node.start_mark.line if start is None else start
    while end > begin + 1 and not lines[end - 1].strip():
        end -= 1
    opening = [head, *block] if start is not None else [head + block[0], *block[1:]]
    return "\n".join([*lines[:begin], *opening, *lines[end:]])


def _scalar(text: str, indent: str) -> list[str]:
    """A text as a literal block: its opening, then its lines."""
    return ["|-", *(f"{indent}  {line}" if line.strip() else "" for line in text.strip("\n").split("\n"))]


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _section(language: str) -> str:
    return "responses" if language == REFERENCE else "answers"


def _text_node(text: str, key: str) -> Any:
    _, node = _entry(text, "responses", key)
    return next(value for name, value in node.value[0].value if name.value == "text")


def _entry(text: str, section: str, key: str) -> tuple[Any, Any]:
    root: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    held = next(value for name, value in root.value if name.value == section)
    return next((name, value) for name, value in held.value if name.value == key)


def _checked(old: str, new: str, change: Change) -> str:
    if current_text(yaml.load(new, yaml.CSafeLoader), change.subject, change.language) is None:
        raise NoPlace(change.subject)
    if _others(new, change) != _others(old, change):
        raise NoPlace(change.subject)
    return new


def _others(text: str, change: Change) -> Any:
    """Everything but the entry's own words."""
    content = yaml.load(text, yaml.CSafeLoader)
    held = content[_section(change.language)]
    if change.language == REFERENCE:
        held[change.subject][0]["text"] = ""
    else:
        held[change.subject] = ""
    return content
