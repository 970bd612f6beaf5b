"""`montoyer doctor`: look at everything that can be wrong, and say what to do."""

import dataclasses
import json
import sys
from typing import Annotated

import typer

from bot.cli.finding import Finding, State, fail
from bot.domain.errors import InvalidSetting


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Check settings, Telegram, database, keys, clock, disk, model, languages and ports. Changes nothing."""
    findings = examine()
    if as_json:
        rows = [{**dataclasses.asdict(finding), "state": finding.state.value} for finding in findings]
        print(json.dumps({"well": _is_well(findings), "findings": rows}, indent=1))
    else:
        for finding in findings:
            print(line(finding))
    if not _is_well(findings):
        sys.exit(1)


def examine() -> list[Finding]:
    """Every finding; without usable settings there is only one."""
    from bot.bootstrap import build, environment
    from bot.cli.checkup import CHECKS
    from bot.cli.finding import ok

    try:
        app = build(environment())
    except InvalidSetting as fault:
        return [fail("settings", str(fault), "correct it in .env or in the environment")]
    return [ok("settings", "can be used"), *(finding for check in CHECKS for finding in check(app))]


def line(finding: Finding) -> str:
    """State, check, what was found, and what to do."""
    advice = f"\n{'':5}{'':18}→ {finding.advice}" if finding.advice else ""
    return f"{finding.state.name:5}{finding.check:18}{finding.found}{advice}"


def _is_well(findings: list[Finding]) -> bool:
    return all(finding.state is not State.FAIL for finding in findings)
