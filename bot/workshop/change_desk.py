"""Trainers look at a change set, have a candidate made of it, and apply it or take it along."""

import re
import subprocess
import sys
from pathlib import Path

from bot.domain.errors import ChangedMeanwhile, NotFound
from bot.services.ports import AuditEntry, Clock, NewWork
from bot.services.studio_ports import Change, ChangeSet, ModelOrder
from bot.services.unclear_desk import APPLIED, DROPPED, OPEN, current_set
from bot.workshop.candidate import Candidate
from bot.workshop.drafts import Draft, apply, draft
from bot.workshop.service import promote, put_back

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
SHOWN = 50


class ChangeDesk:
    """Change sets over the working folder `root`; `folder` is where candidates are prepared."""

    def __init__(self, new_work: NewWork, clock: Clock, root: Path, folder: Path, models: Path) -> None:
        self._new_work = new_work
        self._clock = clock
        self._root = root
        self._folder = folder
        self._models = models
        self._processes: list[subprocess.Popen[bytes]] = []

    def all(self) -> list[ChangeSet]:
        """The latest first."""
        with self._new_work() as work:
            return work.changes.all(SHOWN)

    def open(self, name: str) -> tuple[ChangeSet, list[Change], Draft]:
        """A set, its changes, and the files with them. Raises `NotFound`."""
        with self._new_work() as work:
            found = work.changes.get(name) if _NAME.fullmatch(name) else None
            if found is None:
                raise NotFound
            changes = list(work.changes.items(name))
        return found, changes, draft(self._root, changes if found.state == OPEN else [])

    def propose(self, change: Change) -> str:
        """Put a change into the newest open set; gives its name."""
        with self._new_work() as work:
            name = current_set(work, change.by, change.at)
            work.changes.put(name, change)
            work.audit.add(AuditEntry(change.at, change.by, "change_proposed", f"{change.subject}/{change.language}"))
            work.commit()
        return name

    def remove(self, name: str, change_id: int, by: str) -> None:
        """Take a change out of a set."""
        self.open(name)
        with self._new_work() as work:
            work.changes.remove(name, change_id)
            work.audit.add(AuditEntry(self._clock(), by, "change_removed", name))
            work.commit()

    def apply(self, name: str, mark: str, by: str) -> None:
        """Write the files. Raises `ChangedMeanwhile` where they are not as shown, OSError where they cannot be written.

        Changes in conflict keep the whole set from being applied.
        """
        found, _, made = self.open(name)
        if found.state != OPEN or made.conflicts or made.mark != mark:
            raise ChangedMeanwhile(name)
        apply(self._root, made)
        self._settle(name, APPLIED, by)

    def drop(self, name: str, by: str) -> None:
        """Put a set away without applying it."""
        self.open(name)
        self._settle(name, DROPPED, by)

    def patch(self, name: str, by: str) -> str:
        """The difference for `git apply`."""
        _, _, made = self.open(name)
        with self._new_work() as work:
            work.audit.add(AuditEntry(self._clock(), by, "changes_downloaded", name))
            work.commit()
        return made.patch

    def candidate(self, name: str) -> Candidate:
        """The candidate of a set, begun or not."""
        # Asked, so that a process that died is seen to be gone.
        self._processes = [process for process in self._processes if process.poll() is None]
        return Candidate(self._root, self._folder / name, self._models)

    def begin_candidate(self, name: str, by: str) -> None:
        """Start the training in a process of its own."""
        _, _, made = self.open(name)
        candidate = self.candidate(name)
        candidate.tell("starting", self._clock(), mark=made.mark)
        command = [sys.executable, "-m", "bot.cli", "candidate", name]
        process = subprocess.Popen(command, cwd=self._root, stdout=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
        self._processes.append(process)
        candidate.tell("starting", self._clock(), mark=made.mark, process=process.pid)
        with self._new_work() as work:
            work.audit.add(AuditEntry(self._clock(), by, "candidate_begun", name))
            work.commit()

    def orders(self) -> list[ModelOrder]:
        """What was put in service, the latest first."""
        with self._new_work() as work:
            return work.models.latest(SHOWN)

    def put_in_service(self, name: str, by: str) -> None:
        """Order the candidate of a set into service. Raises `ChangedMeanwhile` when there is none that is ready."""
        status = self.candidate(name).status()
        if status.get("step") != "done":
            raise ChangedMeanwhile(name)
        model, former = promote(self._models, str(status["model"]))
        self._order(model, former, by, "model_ordered")

    def put_former_back(self, by: str) -> bool:
        """Order the former model back into service; False when there is none."""
        changed = put_back(self._models)
        if changed is not None:
            self._order(*changed, by, "model_put_back")
        return changed is not None

    def _order(self, model: str, former: str, by: str, deed: str) -> None:
        now = self._clock()
        with self._new_work() as work:
            work.models.add(ModelOrder(model, former, by, now))
            work.audit.add(AuditEntry(now, by, deed, model[:64]))
            work.commit()

    def _settle(self, name: str, state: str, by: str) -> None:
        now = self._clock()
        with self._new_work() as work:
            work.changes.settle(name, state, now)
            work.audit.add(AuditEntry(now, by, f"changes_{state}", name))
            work.commit()
