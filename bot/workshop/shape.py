"""Shapes of YAML: which keys a mapping may have and of what type each value is, with the line of every fault."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.answers.yaml_reader import Document
from bot.workshop.finding import Finding, error, meant

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Shape:
    """One value. `kind` is text, name, flag, number, day, any, list or mapping; a name may bear options.

    A list has items of one shape; a mapping has known `keys` (those in `needed` must be there), or names of
    the trainer's choice, each with the shape `others`. `empty` allows null.
    """

    kind: str = "any"
    keys: Mapping[str, "Shape"] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    items: "Shape | None" = None
    others: "Shape | None" = None
    empty: bool = False
    hint: str = ""


TEXT = Shape("text")
FLAG = Shape("flag")
NUMBER = Shape("number")
ANY = Shape("any", empty=True)

_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "flag": (bool,),
    "number": (int, float),
    "day": (date,),
    "list": (list,),
    "mapping": (dict,),
}
_ADVICE = {
    "text": "Write words; put yes, no, numbers and dates into quotes.",
    "flag": "Write true or false.",
    "number": "Write a number, without quotes.",
    "day": "Write a date such as 2026-11-24, without quotes.",
    "list": "Write one item per line, each beginning with `- `.",
    "mapping": "Write `key: value` lines, indented below.",
}


def faults(document: Document, shape: Shape, place: Place = ()) -> Iterator[Finding]:
    """Where the content at a place departs from its shape."""
    value = document.content
    for step in place:
        value = value[step]
    yield from _look(document, value, shape, place)


def _look(document: Document, value: Any, shape: Shape, place: Place) -> Iterator[Finding]:
    if value is None and shape.empty:
        return
    if not _fits(value, shape.kind):
        name = f"`{_name(place)}`" if place else "the file"
        found = "is empty" if value is None else f"is {_word(value)}"
        advice = shape.hint or _ADVICE.get(shape.kind, "")
        message = f"{name} {found}; it must be a {shape.kind}"
        yield error(document.file, document.line(*place), "wrong-type", message, advice)
    elif isinstance(value, list) and shape.items is not None:
        for index, item in enumerate(value):
            yield from _look(document, item, shape.items, (*place, index))
    elif isinstance(value, dict) and shape.kind == "mapping":
        yield from _keys(document, value, shape, place)


def _keys(document: Document, value: dict[Any, Any], shape: Shape, place: Place) -> Iterator[Finding]:
    for key, inner in value.items():
        known = shape.keys.get(key, shape.others)
        if known is None:
            near = meant(str(key), list(shape.keys)) or "Known here: " + ", ".join(shape.keys) + "."
            yield error(document.file, document.line(*place, key), "unknown-key", f"unknown key `{key}`", near)
        else:
            yield from _look(document, inner, known, (*place, key))
    for key in shape.needed:
        if key not in value:
            where = f" in `{_name(place)}`" if place else ""
            yield error(document.file, document.line(*place), "missing-key", f"`{key}:` is missing{where}", shape.hint)


def _fits(value: Any, kind: str) -> bool:
    if kind == "any":
        return value is not None
    if kind == "name":
        return isinstance(value, str) or (isinstance(value, dict) and all(isinstance(v, dict) for v in value.values()))
    if kind == "number" and isinstance(value, bool):
        return False
    return isinstance(value, _TYPES[kind])


def _word(value: Any) -> str:
    for kind in ("flag", "number", "text", "day", "list", "mapping"):
        if _fits(value, kind):
            return f"a {kind}"
    return "something else"


def _name(place: Place) -> str:
    return ".".join(str(step) for step in place if isinstance(step, str)) or "item"
