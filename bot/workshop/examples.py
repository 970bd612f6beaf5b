"""Training examples with the line each stands on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.workshop.project import Project, Source


@dataclass(frozen=True)
class Example:
    """One example of a block. `excused`: why the block may hold words of another language."""

    text: str
    intent: str
    language: str
    file: str
    line: int
    excused: str = ""


@dataclass(frozen=True)
class Block:
    """One block of examples: `lines` are its raw lines with their line numbers."""

    intent: str
    language: str
    file: str
    index: int
    line: int
    lines: tuple[tuple[int, str], ...]
    literal: bool = True
    excused: str = ""

    @property
    def topic(self) -> str:
        """The file's name without folder and ending."""
        return self.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]

    @property
    def examples(self) -> Iterator[Example]:
        """The examples as Rasa reads them: lines that begin with a dash."""
        for line, raw in self.lines:
            text = raw[1:].strip() if raw.startswith("-") else ""
            if text:
                yield Example(text, self.intent, self.language, self.file, line, self.excused)


def blocks(project: Project) -> list[Block]:
    """All blocks whose shape is right, in the order of files and lines."""
    found = []
    for source in project.of("nlu"):
        entries = source.document.content.get("nlu") if isinstance(source.document.content, dict) else None
        for index, entry in enumerate(entries if isinstance(entries, list) else []):
            block = _block(source, index, entry)
            if block is not None:
                found.append(block)
    return found


def _block(source: Source, index: int, entry: Any) -> Block | None:
    if not isinstance(entry, dict):
        return None
    intent, examples = entry.get("intent"), entry.get("examples")
    given = entry.get("metadata")
    marks = given if isinstance(given, dict) else {}
    if not isinstance(intent, str) or not isinstance(examples, str):
        return None
    document = source.document
    key = document.line("nlu", index, "examples")
    header = source.text.split("\n")[key - 1]
    numbered = tuple((key + 1 + offset, raw) for offset, raw in enumerate(examples.split("\n")) if raw.strip())
    return Block(
        intent=intent,
        language=str(marks.get("language") or ""),
        file=source.file,
        index=index,
        line=document.line("nlu", index),
        lines=numbered,
        literal=header.split("#")[0].rstrip().rstrip("-+0123456789").endswith("|"),
        excused=str(marks.get("other_language") or ""),
    )
