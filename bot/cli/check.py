"""`montoyer check`: every fault in the trainers' files."""

import json
import sys
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from bot.domain.call_window import BRUSSELS


class Format(str, Enum):
    """How findings are written."""

    HUMAN = "human"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


def check(
    output: Annotated[Format, typer.Option("--format", help="human, json, sarif or github.")] = Format.HUMAN,
    coverage: Annotated[bool, typer.Option("--coverage", help="Show examples by topic and language.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Show information too, not only errors and warnings.")] = False,
) -> None:
    """Check everything trainers write; each fault with file, line and what to do. Errors give exit code 1."""
    if coverage:
        _coverage(as_json=output is Format.JSON)
        return
    from bot.workshop.check import check_project, failed
    from bot.workshop.finding import Severity
    from bot.workshop.formats import FORMATS

    findings = check_project(Path.cwd(), datetime.now(BRUSSELS).date())
    shown = findings if all_ or output is not Format.HUMAN else [f for f in findings if f.severity is not Severity.INFO]
    print(FORMATS[output.value](shown))
    if failed(findings):
        sys.exit(1)


def _coverage(*, as_json: bool) -> None:
    from bot.workshop.check import coverage
    from bot.workshop.coverage import BARS, table

    found = coverage(Path.cwd())
    print(json.dumps({"bars": BARS, "intents": found.rows()}, indent=1) if as_json else table(found))
