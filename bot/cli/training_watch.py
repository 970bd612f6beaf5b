"""`montoyer train --watch`: train on every save, and tell what the change did."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.call_window import BRUSSELS

if TYPE_CHECKING:
    from bot.workshop.differences import Snapshot
    from bot.workshop.judge import Run

WATCHED = ("domain.yml", "config.yml", "data")
SHOWN = 30


def watch(root: Path, models: Path, sentences: Path | None) -> None:
    """Train whenever a trainers' file is saved; ends with Ctrl-C. A faulty save is reported, not trained."""
    from watchfiles import watch as changes

    from bot.dialogue import without_tensorflow
    from bot.workshop.differences import take

    without_tensorflow.install()
    loop = Loop(root, models, sentences)
    loop.begin()
    for _ in changes(*(root / name for name in WATCHED), debounce=400, raise_interrupt=False):
        loop.saved(take(root))


class Loop:
    """The state between two saves: the files as trained, and how that model understands."""

    def __init__(self, root: Path, models: Path, sentences: Path | None) -> None:
        from bot.workshop.differences import take

        self._root, self._models, self._sentences = root, models, sentences
        self._trained = take(root)
        self._run: Run | None = None

    def begin(self) -> None:
        """Train what is there and ask it once, to have something to compare with."""
        if self._sound() and self._train():
            self._run = self._ask()
        _say("Waiting for a save. Ctrl-C ends.")

    def saved(self, now: "Snapshot") -> None:
        """Check, train and compare after a save."""
        from bot.workshop.differences import differences, needs_training

        lines = list(differences(self._trained, now))
        if not lines:
            return
        _say(f"\n{datetime.now(BRUSSELS):%H:%M:%S}", *lines)
        if not self._sound():
            _say("Not trained. Mend this and save again.")
            return
        trains = needs_training(self._trained, now)
        if trains and not self._train():
            return
        self._trained = now
        if not trains:
            _say("Answers and facts need no training: a running assistant reads them within two seconds.")
            return
        former, self._run = self._run, self._ask()
        if former is not None:
            _say(*compare(former, self._run))

    def _sound(self) -> bool:
        from bot.workshop.check import check_project
        from bot.workshop.finding import Severity

        findings = check_project(self._root, datetime.now(BRUSSELS).date())
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        _say(*errors)
        return not errors

    def _train(self) -> bool:
        started = time.monotonic()
        command = [sys.executable, "-W", "ignore", "-m", "bot.cli", "train"]
        done = subprocess.run(command, cwd=self._root, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            _say(done.stdout[-2000:], done.stderr[-2000:], "Training failed.")
            return False
        _say(f"Trained in {time.monotonic() - started:.0f} s.")
        return True

    def _ask(self) -> "Run":
        from bot.dialogue.model_files import latest_model
        from bot.nlu.evaluation.held_out import Case
        from bot.nlu.evaluation.interpreter import load_interpreter
        from bot.nlu.evaluation.judging import judge
        from bot.workshop.judge import Run, cases

        model = latest_model(self._models)
        if model is None:
            raise RuntimeError("the training left no model")
        own = self._sentences.read_text("utf-8").splitlines() if self._sentences else []
        asked = [*(Case(text.strip(), "") for text in own if text.strip()), *cases(self._root)]
        return Run(model.name, judge(asked, load_interpreter(model)))


def compare(before: "Run", after: "Run") -> Iterator[str]:
    """Lines that say which messages are understood differently now; those that became wrong first."""
    from bot.workshop.judge import changes, messages

    changed = changes(messages(before), messages(after))
    if not changed:
        yield "Every message is understood as before."
    for each in changed[:SHOWN]:
        verdict = "better" if each["right"] else "worse" if each["was_right"] else "still not right"
        verdict = verdict if each["expected"] else "own sentence"
        yield f"  «{each['text']}»  {each['before']} -> {each['intent']}  ({verdict})"
    if len(changed) > SHOWN:
        yield f"  and {len(changed) - SHOWN} more; montoyer report shows all"


def _say(*lines: object) -> None:
    for line in lines:
        print(line, flush=True)
