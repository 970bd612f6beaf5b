"""Findings for people, for programs, for code scanners (SARIF 2.1.0) and for annotations in GitHub's pages."""

import json
from collections import Counter
from collections.abc import Callable

from bot.workshop.finding import Finding, Severity

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def human(findings: list[Finding]) -> str:
    """One fault after the other, errors last, where the eye is; then the sum."""
    order = (Severity.INFO, Severity.WARNING, Severity.ERROR)
    lines = [str(finding) for severity in order for finding in findings if finding.severity is severity]
    return "\n".join([*lines, summary(findings)])


def summary(findings: list[Finding]) -> str:
    """Such as `2 errors, 1 warning`."""
    counts = Counter(finding.severity for finding in findings)
    if not counts[Severity.ERROR] and not counts[Severity.WARNING]:
        return "No faults."
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    said = f"{errors} error{'' if errors == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}."
    return said if errors else f"{said} Nothing that stops training."


def as_json(findings: list[Finding]) -> str:
    """A list of plain objects, with the counts."""
    counts = Counter(finding.severity.value for finding in findings)
    listed = [
        {
            "file": each.file,
            "line": each.line,
            "severity": each.severity.value,
            "rule": each.rule,
            "message": each.message,
            "advice": each.advice,
        }
        for each in findings
    ]
    return json.dumps({"counts": dict(counts), "findings": listed}, ensure_ascii=False, indent=1)


def sarif(findings: list[Finding]) -> str:
    """A SARIF log with one run."""
    rules = sorted({finding.rule for finding in findings})
    driver = {"name": "montoyer check", "rules": [{"id": rule} for rule in rules]}
    run = {"tool": {"driver": driver}, "columnKind": "utf16CodeUnits", "results": [_result(each) for each in findings]}
    return json.dumps({"version": "2.1.0", "$schema": _SCHEMA, "runs": [run]}, ensure_ascii=False, indent=1)


def _result(finding: Finding) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": finding.file}}
    if finding.line:
        place["region"] = {"startLine": finding.line}
    text = f"{finding.message} {finding.advice}".strip()
    return {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }


def github(findings: list[Finding]) -> str:
    """Workflow commands: GitHub shows each beside its line."""
    return "\n".join(
        f"::{_COMMANDS[each.severity]} file={_property(each.file)},line={max(each.line, 1)},"
        f"title={_property(each.rule)}::{_data(f'{each.message} {each.advice}'.strip())}"
        for each in findings
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[list[Finding]], str]] = {
    "human": human,
    "json": as_json,
    "sarif": sarif,
    "github": github,
}
