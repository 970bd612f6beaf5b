"""Where things stand in the trainers' files, without reading all of them."""

import re
from pathlib import Path

_INTENT = re.compile(r"^- intent: *([a-z][a-z0-9_]*)", re.MULTILINE)


def intent_files(root: Path) -> dict[str, str]:
    """By intent: the file of its first block, topic by topic."""
    found: dict[str, str] = {}
    for path in sorted((root / "data" / "nlu").rglob("*.yml")):
        name = path.relative_to(root).as_posix()
        for intent in _INTENT.findall(path.read_text("utf-8")):
            found.setdefault(intent, name)
    return found
