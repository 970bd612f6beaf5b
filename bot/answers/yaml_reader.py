"""YAML with the line of every key, so that a fault can be named where it stands."""

from pathlib import Path
from typing import Any

import yaml

from bot.domain.errors import InvalidFile

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml: the same result, slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


class Document:
    """A parsed file: `content`, and `line(path)` for the keys and indices that lead to a value."""

    def __init__(self, file: str, node: yaml.Node | None, content: Any) -> None:
        self.file = file
        self.content = content
        self._node = node

    def line(self, *path: str | int) -> int:
        """The line, from 1, of the value at the path; of its nearest parent when it does not exist."""
        node, line = self._node, 1
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line

    def fault(self, reason: str, *path: str | int) -> InvalidFile:
        """An error that names the place."""
        return InvalidFile(self.file, self.line(*path), reason)


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        value = node.value[step]
        return value.start_mark.line + 1, value
    return None


def read_yaml(path: Path, root: Path | None = None) -> Document:
    """Read a file. Raises `InvalidFile` for a missing file, broken YAML or a key given twice."""
    name = str(path.relative_to(root)) if root else str(path)
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise InvalidFile(name, 0, "the file is missing") from None
    except UnicodeDecodeError:
        raise InvalidFile(name, 0, "the file is not UTF-8 text") from None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        _refuse_repeated_keys(name, node)
        content = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise InvalidFile(name, mark.line + 1 if mark else 0, error.problem or "broken YAML") from None
    except yaml.YAMLError as error:
        raise InvalidFile(name, 0, str(error)) from None
    return Document(name, node, content)


def _refuse_repeated_keys(name: str, node: yaml.Node | None) -> None:
    """YAML keeps the last of two equal keys in silence; a trainer's text would be lost."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise InvalidFile(name, key.start_mark.line + 1, f"the key {key.value!r} is given twice")
            seen.add(key.value)
            _refuse_repeated_keys(name, value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeated_keys(name, value)
