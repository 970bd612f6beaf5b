"""The report on a model: one HTML file with pictures, and its data as JSON beside it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape

from bot.nlu.evaluation.bars import read_bars
from bot.nlu.evaluation.held_out import Kind
from bot.nlu.evaluation.interpreter import load_interpreter
from bot.nlu.evaluation.judging import confusions, judge
from bot.workshop.cross_validation import FOLDS, cross_validate
from bot.workshop.examples import Example, blocks
from bot.workshop.judge import EXAMPLES, WORST, Run, cases, changes, messages, summary, worst
from bot.workshop.nearest import nearest
from bot.workshop.project import read_project

Say = Callable[[str], None]
DATA, PAGE = "report.json", "report.html"


@dataclass(frozen=True)
class Order:
    """What to report on: a model, perhaps the one in service to compare it with, and whether to cross-validate."""

    root: Path
    folder: Path
    model: Path
    in_service: Path | None = None
    quick: bool = False


def report(order: Order, now: datetime, say: Say) -> Path:
    """Judge, compare, and write both files; gives the page."""
    former = _read(order.folder / DATA)
    run = ask(order.root, order.model)
    say(f"{len(run.answers)} held-out messages asked")
    bars = read_bars(order.root / "tests" / "nlu" / "bars.yml")
    examples = [example for block in blocks(read_project(order.root)) for example in block.examples]
    data: dict[str, Any] = {"made": now.isoformat(timespec="minutes"), **summary(run, bars)}
    data["worst"] = worst(run, nearest(_confused(run), examples))
    data["messages"] = messages(run)
    data["since_last"] = _since(former, data)
    data["against_service"] = _against(order, data)
    data["cross_validation"] = None if order.quick else _folds(examples, say)
    return write(order.folder, data)


def ask(root: Path, model: Path) -> Run:
    """A model's answers to all held-out messages."""
    return Run(model.name, judge(cases(root), load_interpreter(model)))


def write(folder: Path, data: dict[str, Any]) -> Path:
    """The data and its page."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DATA).write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=loader, autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True)
    page = folder / PAGE
    page.write_text(environment.get_template("report.html").render(report=data, **_grid(data)), "utf-8")
    return page


def _confused(run: Run) -> list[str]:
    listed = [each for each in confusions(run.answers) if each[2][0].case.kind is not Kind.LANGUAGE][:WORST]
    return [answer.case.text for _, _, answers in listed for answer in answers[:EXAMPLES]]


def _folds(examples: Sequence[Example], say: Say) -> dict[str, Any]:
    return cross_validate(list(examples), FOLDS, lambda done, total: say(f"cross-validation {done + 1} of {total}"))


def _since(former: dict[str, Any] | None, data: dict[str, Any]) -> dict[str, Any] | None:
    if former is None:
        return None
    return {
        "made": former["made"],
        "model": former["model"],
        "figures": _moved(former["figures"], data["figures"]),
        "changes": changes(former["messages"], data["messages"]),
    }


def _against(order: Order, data: dict[str, Any]) -> dict[str, Any] | None:
    if order.in_service is None or order.in_service == order.model:
        return None
    served = ask(order.root, order.in_service)
    figures = summary(served, [])["figures"]
    return {
        "model": served.model,
        "figures": _moved(figures, data["figures"]),
        "changes": changes(messages(served), data["messages"]),
    }


def _moved(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"figure": name, "before": before[name]["value"], "after": share["value"]}
        for name, share in after.items()
        if name in before
    ]


def _read(path: Path) -> dict[str, Any] | None:
    try:
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return data if {"made", "model", "figures", "messages"} <= data.keys() else None


def _grid(data: dict[str, Any]) -> dict[str, Any]:
    """Rows and columns of the confusion matrix: intents with an error, by name."""
    wrong = [cell for cell in data["matrix"] if cell["expected"] != cell["found"]]
    rows = sorted({cell["expected"] for cell in wrong})
    columns = sorted({cell["found"] for cell in wrong} | set(rows))
    cells = {(cell["expected"], cell["found"]): cell["count"] for cell in data["matrix"]}
    highest = max((*data["histogram"]["right"], *data["histogram"]["wrong"], 1))
    return {"rows": rows, "columns": columns, "cells": cells, "highest": highest}
