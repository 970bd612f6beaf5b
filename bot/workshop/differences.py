"""What a trainer changed between two moments: files, and examples by intent."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.workshop.examples import blocks
from bot.workshop.project import read_project

SHOWN = 5
NLU = "data/nlu/"


@dataclass(frozen=True)
class Snapshot:
    """The trainers' files at one moment."""

    files: dict[str, str]
    examples: dict[tuple[str, str], frozenset[str]]


def take(root: Path) -> Snapshot:
    """The files as they are now."""
    project = read_project(root)
    examples: dict[tuple[str, str], set[str]] = defaultdict(set)
    for block in blocks(project):
        examples[block.intent, block.language].update(example.text for example in block.examples)
    hashes = {file: hashlib.sha256(source.text.encode()).hexdigest() for file, source in project.sources.items()}
    return Snapshot(hashes, {key: frozenset(texts) for key, texts in examples.items()})


def differences(before: Snapshot, after: Snapshot) -> Iterator[str]:
    """One line per changed file, then one per intent and language with its examples."""
    for file in sorted(before.files.keys() | after.files.keys()):
        if before.files.get(file) != after.files.get(file):
            how = "new" if file not in before.files else "gone" if file not in after.files else "changed"
            yield f"{how:8} {file}"
    nothing: frozenset[str] = frozenset()
    for intent, language in sorted(before.examples.keys() | after.examples.keys()):
        old, new = before.examples.get((intent, language), nothing), after.examples.get((intent, language), nothing)
        added, removed = sorted(new - old), sorted(old - new)
        if added or removed:
            yield f"{intent} ({language}): {len(added)} examples more, {len(removed)} fewer"
        yield from (f"  + {text}" for text in added[:SHOWN])
        yield from (f"  - {text}" for text in removed[:SHOWN])


def needs_training(before: Snapshot, after: Snapshot) -> bool:
    """Whether a file changed that training reads: answers and facts are read while the assistant runs."""
    changed = {
        file for file in before.files.keys() | after.files.keys() if before.files.get(file) != after.files.get(file)
    }
    return any(file in ("domain.yml", "config.yml") or file.startswith((NLU, "data/stories/")) for file in changed)
