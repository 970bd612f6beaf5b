"""A change set as changed files: the difference, what is in its way, and how it is applied.

Changes are inserted as lines, so that comments, order and form of the files stay. Nothing is overwritten: what the
files no longer say as they did when the change was made is a conflict.
"""

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from bot.domain.language import REFERENCE
from bot.services.studio_ports import Change
from bot.services.unclear_desk import EXAMPLE, REVIEW
from bot.workshop.insertion import AlreadyThere, NoPlace, add_examples
from bot.workshop.places import intent_files
from bot.workshop.texts import ChangedThere, mark_reviewed, replace_text


@dataclass(frozen=True)
class FileDraft:
    """A file as it is and as it would be."""

    file: str
    before: str
    after: str

    @property
    def patch(self) -> str:
        """The difference as `git apply` reads it."""
        lines = difflib.unified_diff(
            self.before.splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            f"a/{self.file}",
            f"b/{self.file}",
        )
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


@dataclass
class Draft:
    """All files of a change set. `conflicts`: changes that have no place (any more), each with why."""

    files: dict[str, FileDraft] = field(default_factory=dict)
    conflicts: list[tuple[Change, str]] = field(default_factory=list)

    @property
    def patch(self) -> str:
        """All differences."""
        return "".join(self.files[name].patch for name in sorted(self.files))

    @property
    def mark(self) -> str:
        """Changes whenever a file did: what is applied is what was shown."""
        parts = [f"{name}\0{draft.before}\0{draft.after}" for name, draft in sorted(self.files.items())]
        return sha256("\0".join(parts).encode()).hexdigest()[:16]


def draft(root: Path, changes: Iterable[Change]) -> Draft:
    """The files with the changes in them. Writes nothing."""
    made, places = Draft(), intent_files(root)
    for change in changes:
        file = places.get(change.subject) if change.kind == EXAMPLE else answers_file(change.language)
        if file is None or not (root / file).is_file():
            made.conflicts.append((change, "no_place"))
            continue
        now = made.files.get(file) or _read(root, file)
        try:
            made.files[file] = FileDraft(file, now.before, _changed(now.after, change))
        except AlreadyThere:
            made.conflicts.append((change, "already_there"))
        except ChangedThere:
            made.conflicts.append((change, "changed_there"))
        except NoPlace:
            made.conflicts.append((change, "no_place"))
    return made


def answers_file(language: str) -> str:
    """Where the texts of a language stand."""
    return "domain.yml" if language == REFERENCE else f"data/answers/{language}.yml"


def apply(root: Path, made: Draft) -> None:
    """Write the files, each at once or not at all. Raises OSError where the folder cannot be written."""
    written = {name: root / f"{name}.new" for name in made.files}
    try:
        for name, path in written.items():
            path.write_text(made.files[name].after, "utf-8", newline="")
    except OSError:
        for path in written.values():
            path.unlink(missing_ok=True)
        raise
    for name, path in written.items():
        os.replace(path, root / name)


def _read(root: Path, file: str) -> FileDraft:
    with (root / file).open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    return FileDraft(file, text, text)


def _changed(text: str, change: Change) -> str:
    if change.kind == EXAMPLE:
        return add_examples(text, change.subject, change.language, [change.text])
    return mark_reviewed(text, change) if change.kind == REVIEW else replace_text(text, change)
