"""The held-out messages of `tests/nlu`, on which the assistant is judged, and the sentences it was trained on."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import yaml

OUT_OF_SCOPE = "oos_"
ANY_INTENT = "any"
_SPECIAL = {"out_of_scope", "protection", "language"}


class Kind(Enum):
    """What a message is there to show."""

    TOPIC = "topic"
    OUT_OF_SCOPE = "out_of_scope"
    PROTECTION = "protection"
    LANGUAGE = "language"


@dataclass(frozen=True)
class Case:
    """One message and what is right for it.

    `intent` is empty where only the language is judged, and `ANY_INTENT` where any answer is right that
    raises no alarm; `alarm` says whether a protection message is a true one.
    """

    text: str
    language: str
    intent: str = ""
    kind: Kind = Kind.TOPIC
    alarm: bool = False


def read_cases(folder: Path) -> list[Case]:
    """Every message of the folder, in the order of the files. Raises ValueError on a file of another shape."""
    cases = []
    for path in sorted(folder.glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if path.stem in _SPECIAL:
            cases += list(_listed(content, Kind(path.stem)))
        elif isinstance(content, dict) and "messages" in content:
            cases += list(_by_intent(content))
        elif path.stem != "bars":
            raise ValueError(f"{path.name} holds no held-out messages")
    return cases


def _by_intent(content: dict[str, Any]) -> Iterator[Case]:
    for intent, texts in content["messages"].items():
        for text in texts:
            yield Case(str(text), str(content["language"]), str(intent))


def _listed(content: list[dict[str, Any]], kind: Kind) -> Iterator[Case]:
    for entry in content:
        intent, alarm = str(entry.get("intent", "")), bool(entry.get("alarm", False))
        yield Case(str(entry["text"]), str(entry["language"]), intent, kind, alarm)


def training_sentences(folder: Path) -> list[str]:
    """Every example of `data/nlu`, in the order of the files."""
    sentences = []
    for path in sorted(folder.rglob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for block in content.get("nlu") or ():
            lines = str(block.get("examples") or "").splitlines()
            sentences += [line.lstrip()[1:].strip() for line in lines if line.lstrip().startswith("-")]
    return sentences
