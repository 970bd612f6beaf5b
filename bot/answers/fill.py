"""Fill the placeholders of an answer."""

import html
import re
from collections.abc import Mapping, Set

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_ONLY_WITHOUT = re.compile(r"^\s*\{!([a-z][a-z0-9_]*)\}")
_SPARE_LINES = re.compile(r"\n{3,}")


def placeholders(text: str) -> set[str]:
    """Names quoted in a text, line conditions included."""
    return set(PLACEHOLDER.findall(text)) | {name for line in text.split("\n") for name in _ONLY_WITHOUT.findall(line)}


def fill(text: str, values: Mapping[str, object], may_be_empty: Set[str]) -> str:
    """The text with its values, HTML-escaped.

    A line that quotes a name of `may_be_empty` without a value is left out; a line that starts with
    `{!name}` is kept only then. A name without any value stays as it is: the check reports it.
    """
    empty = {name for name in may_be_empty if not values.get(name)}
    lines = (_line(line, values, empty) for line in text.split("\n"))
    kept = "\n".join(line for line in lines if line is not None)
    return _SPARE_LINES.sub("\n\n", kept).strip()


def _line(line: str, values: Mapping[str, object], empty: set[str]) -> str | None:
    condition = _ONLY_WITHOUT.match(line)
    if condition:
        if condition.group(1) not in empty:
            return None
        line = line[condition.end() :].lstrip()
    if empty.intersection(PLACEHOLDER.findall(line)):
        return None
    return PLACEHOLDER.sub(lambda found: _value(found, values), line)


def _value(found: "re.Match[str]", values: Mapping[str, object]) -> str:
    value = values.get(found.group(1))
    return found.group(0) if value is None else html.escape(str(value), quote=False)
