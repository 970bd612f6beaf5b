"""Add to the trainers' files by inserting lines: every other byte stays as it is.

Each function takes a text and gives the new text; nothing is written here. `AlreadyThere` refuses what exists,
`NoPlace` what has no place to go. Results are read again: what was there before must still be there.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml

from bot.domain.errors import MontoyerError


class AlreadyThere(MontoyerError):
    """The name exists."""


class NoPlace(MontoyerError):
    """The file has no such section."""


def add_to_list(text: str, key: str, name: str) -> str:
    """Add `- name` at the end of a list under a key at the left margin."""
    lines = text.split("\n")
    start, end = _section(lines, key)
    items = [number for number in range(start + 1, end) if re.match(r"\s*- ", lines[number])]
    if not items:
        raise NoPlace(key)
    if any(re.fullmatch(rf"\s*- {re.escape(name)}\s*(#.*)?", lines[number]) for number in items):
        raise AlreadyThere(name)
    indent = lines[items[-1]].split("-")[0]
    return _checked(text, _with(lines, items[-1] + 1, [f"{indent}- {name}"]), lambda new: name in _names(new[key]))


def add_answer(text: str, section: str, key: str, block: str) -> str:
    """Add an entry at the end of a mapping under `responses:`, `answers:` or the like."""
    lines = text.split("\n")
    content = yaml.safe_load(text) or {}
    if key in (content.get(section) or {}):
        raise AlreadyThere(key)
    start, end = _section(lines, section)
    last = max((number for number in range(start, end) if lines[number].strip()), default=start)
    while lines[last].lstrip().startswith("#"):
        last -= 1
    new = _with(lines, last + 1, ["", *block.rstrip("\n").split("\n")])
    return _checked(text, new, lambda read: key in read[section])


def add_block(text: str, section: str, block: str) -> str:
    """Add an item at the end of a list at the left margin, such as a block of examples or a rule."""
    lines = text.split("\n")
    start, end = _section(lines, section)
    last = max((number for number in range(start, end) if lines[number].strip()), default=start)
    before = len((yaml.safe_load(text) or {}).get(section) or [])
    spaced = [""] if section in ("rules", "stories") and last > start else []
    new = _with(lines, last + 1, [*spaced, *block.rstrip("\n").split("\n")])
    return _checked(text, new, lambda read: len(read[section]) == before + 1)


def add_examples(text: str, intent: str, language: str, examples: list[str]) -> str:
    """Add examples at the end of the first block of an intent and language. Those already there are left out."""
    content = yaml.safe_load(text) or {}
    for index, block in enumerate(content.get("nlu") or []):
        if block.get("intent") == intent and (block.get("metadata") or {}).get("language") == language:
            return _into_block(text, index, str(block["examples"]), examples)
    lines = [f"- intent: {intent}", f"  metadata: {{language: {language}}}", "  examples: |"]
    return add_block(text, "nlu", "\n".join([*lines, *(f"    - {example}" for example in examples)]))


def _into_block(text: str, index: int, present: str, examples: list[str]) -> str:
    known = {line[1:].strip() for line in present.split("\n")}
    fresh = [example for example in dict.fromkeys(examples) if example not in known]
    if not fresh:
        raise AlreadyThere(examples[0] if examples else "")
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    node = _value(_value(root, "nlu").value[index], "examples")
    lines = text.split("\n")
    last = node.start_mark.line
    for number in range(node.start_mark.line + 1, len(lines)):
        if lines[number].strip() and not lines[number].startswith("  "):
            break
        last = number if lines[number].strip() else last
    indent = re.match(r"\s*", lines[last]).group() if last > node.start_mark.line else "    "  # type: ignore[union-attr]
    new = _with(lines, last + 1, [f"{indent}- {example}" for example in fresh])
    return _checked(text, new, lambda read: all(f"- {each}" in read["nlu"][index]["examples"] for each in fresh))


def _section(lines: list[str], key: str) -> tuple[int, int]:
    """The lines of a top-level key: from its own to the next key's."""
    start = next((number for number, line in enumerate(lines) if re.match(rf"{re.escape(key)}:\s*(#.*)?$", line)), None)
    if start is None:
        raise NoPlace(key)
    following = range(start + 1, len(lines))
    end = next((number for number in following if re.match(r"[A-Za-z_]", lines[number])), len(lines))
    return start, end


def _with(lines: list[str], at: int, new: list[str]) -> str:
    text = "\n".join([*lines[:at], *new, *lines[at:]])
    return text if text.endswith("\n") else text + "\n"


def _checked(old: str, new: str, has_it: Callable[[Any], bool]) -> str:
    before, after = yaml.load(old, yaml.CSafeLoader), yaml.load(new, yaml.CSafeLoader)
    if not has_it(after) or not _kept(before, after):
        raise NoPlace("the file has a shape in which lines cannot be inserted")
    return new


def _kept(before: Any, after: Any) -> bool:
    """Whether all that was there is there still, in its order."""
    if isinstance(before, dict):
        return isinstance(after, dict) and all(key in after and _kept(before[key], after[key]) for key in before)
    if isinstance(before, list):
        return isinstance(after, list) and all(_kept(*pair) for pair in zip(before, after, strict=False))
    if isinstance(before, str) and isinstance(after, str):
        return after.startswith(before.rstrip("\n"))
    return bool(before == after) or before is None


def _names(values: list[Any]) -> list[str]:
    return [str(next(iter(value))) if isinstance(value, dict) else str(value) for value in values]


def _value(node: Any, key: str) -> Any:
    return next(value for name, value in node.value if name.value == key)
