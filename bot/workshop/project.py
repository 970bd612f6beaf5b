"""The trainers' files of a project, read once, with everything that could not be read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.answers.yaml_reader import Document, read_yaml
from bot.domain.errors import InvalidFile
from bot.workshop.finding import Finding, error
from bot.workshop.yaml_words import TAB, explain

SINGLE = {"domain.yml": "domain", "config.yml": "config", "data/facts.yml": "facts"}
FOLDERS = {"data/nlu": "nlu", "data/stories": "stories", "data/answers": "answers", "tests/stories": "tests"}


@dataclass(frozen=True)
class Source:
    """A file that could be read. `kind` is one of those in `SINGLE` and `FOLDERS`."""

    kind: str
    file: str
    text: str
    document: Document


@dataclass
class Project:
    """All sources by file name, and the faults met while reading them."""

    root: Path
    sources: dict[str, Source] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Source]:
        """The sources of some kinds."""
        return [source for source in self.sources.values() if source.kind in kinds]

    @property
    def unread(self) -> set[str]:
        """Files that could not be read."""
        return {finding.file for finding in self.findings} - self.sources.keys()


def read_project(root: Path) -> Project:
    """Read every file. Never raises for what a trainer may have written."""
    project = Project(root)
    for kind, path in _paths(root):
        _read(project, kind, path)
    return project


def _paths(root: Path) -> Iterator[tuple[str, Path]]:
    for name, kind in SINGLE.items():
        yield kind, root / name
    for folder, kind in FOLDERS.items():
        pattern = "test_*.y*ml" if kind == "tests" else "*.y*ml"
        for path in sorted((root / folder).rglob(pattern)):
            yield kind, path


def _read(project: Project, kind: str, path: Path) -> None:
    file = path.relative_to(project.root).as_posix()
    try:
        document = read_yaml(path, project.root)
    except InvalidFile as fault:
        tabs = _tabs(file, path)
        message, advice = explain(fault.reason)
        project.findings += tabs or [error(file, fault.line, "yaml", message, advice)]
        return
    project.sources[file] = Source(kind, file, path.read_text("utf-8"), document)


def _tabs(file: str, path: Path) -> list[Finding]:
    """Lines that are indented with a tab: what YAML says of them helps nobody."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return []
    advice = "Replace the tab by spaces; most editors do that with a setting named `insert spaces`."
    return [
        error(file, number, "tab", "a tab in the indentation", advice)
        for number, line in enumerate(lines, 1)
        if TAB.match(line)
    ]
