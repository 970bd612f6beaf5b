"""A candidate: the files with a change set in them are copied, checked, trained and judged, beside everything in use.

What happens is written to `status.json`, which the console reads. Runs in a process of its own.
"""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.workshop.drafts import Draft

STATUS, REPORT, FILES, CANDIDATES = "status.json", "report", "files", "candidates"
RUNNING = ("starting", "checking", "training", "judging")
_COPIED = ("domain.yml", "config.yml", "data", "tests/nlu", "tests/stories")
_LINKED = ("bot", "actions")

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Candidate:
    """Where the work of one change set is kept, and the folder of models."""

    root: Path
    folder: Path
    models: Path

    @property
    def files(self) -> Path:
        """The copy of the project with the changes."""
        return self.folder / FILES

    def status(self) -> dict[str, Any]:
        """What is known; empty when nothing was begun. A step whose process is gone has failed."""
        try:
            known: dict[str, Any] = json.loads((self.folder / STATUS).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        if known.get("step") in RUNNING and not _lives(int(known.get("process") or 0)):
            return {**known, "step": "failed", "detail": "stopped"}
        return known

    def tell(self, step: str, now: datetime, **more: Any) -> None:
        """Write down where the work stands."""
        self.folder.mkdir(parents=True, exist_ok=True)
        new = self.folder / f"{STATUS}.new"
        told = {"step": step, "at": now.isoformat(), "process": os.getpid(), **more}
        new.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        new.replace(self.folder / STATUS)


def make(candidate: Candidate, draft: Draft, clock: Clock) -> bool:
    """Copy, check, train, judge; whether there is a model in the end."""
    mark = {"mark": draft.mark}
    candidate.tell("checking", clock(), **mark)
    lay_out(candidate, draft)
    findings = _faults(candidate.files, clock())
    if findings:
        candidate.tell("failed", clock(), detail="check", findings=findings, **mark)
        return False
    candidate.tell("training", clock(), **mark)
    from bot.dialogue.training import TrainingFailed, train

    try:
        model = train(candidate.files, candidate.models / CANDIDATES)
    except TrainingFailed as failure:
        candidate.tell("failed", clock(), detail=str(failure)[:400], **mark)
        return False
    candidate.tell("judging", clock(), model=model.name, **mark)
    candidate.tell("done", clock(), model=model.name, report=_judge(candidate, model, clock()), **mark)
    return True


def lay_out(candidate: Candidate, draft: Draft) -> None:
    """A copy of the trainers' files with the changes; code is linked, so that the copy is trained as the original."""
    files = candidate.files
    shutil.rmtree(files, ignore_errors=True)
    for name in _COPIED:
        source, target = candidate.root / name, files / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.exists():
            shutil.copy2(source, target)
    for name in _LINKED:
        (files / name).symlink_to((candidate.root / name).resolve(), target_is_directory=True)
    for name, each in draft.files.items():
        (files / name).write_text(each.after, "utf-8", newline="")


def _faults(root: Path, now: datetime) -> list[str]:
    from bot.workshop.check import check_project
    from bot.workshop.finding import Severity

    return [str(each) for each in check_project(root, now.date()) if each.severity is Severity.ERROR]


def _judge(candidate: Candidate, model: Path, now: datetime) -> dict[str, Any]:
    from bot.dialogue.model_files import latest_model
    from bot.workshop.report import DATA, Order, report

    folder = candidate.folder / REPORT
    order = Order(candidate.files, folder, model, latest_model(candidate.models), quick=True)
    report(order, now, lambda line: None)
    data = json.loads((folder / DATA).read_text("utf-8"))
    return {"bars": data["bars"], "against": data["against_service"]}


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return process > 0
