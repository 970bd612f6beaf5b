"""`make audit`: known vulnerabilities of what `uv.lock` installs, less those accepted with a reason.

pip-audit runs in an environment of its own, for it does not agree with Rasa's pins. It calls a package it could not
look up "skipped" and the whole "no known vulnerabilities"; here that is a failure of its own: nothing is known then.
Exit codes: 0 none but accepted ones, 1 vulnerabilities, 3 the service could not be asked.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import tomli

ROOT = Path(__file__).parents[1]
PIP_AUDIT = "pip-audit==2.9.0"
CLEAN, VULNERABLE, UNKNOWN = 0, 1, 3


@dataclass(frozen=True)
class Accepted:
    """A vulnerability that we live with until `review_by`."""

    id: str
    package: str
    reason: str
    date: date
    review_by: date


@dataclass(frozen=True)
class Verdict:
    """What to print and the exit code."""

    lines: list[str]
    code: int


def read_accepted(path: Path) -> list[Accepted]:
    """The file's entries. Raises TypeError for a wrong or missing field."""
    return [Accepted(**entry) for entry in tomli.loads(path.read_text("utf-8"))["accepted"]]


def judge(report: dict[str, Any], accepted: list[Accepted], today: date) -> Verdict:
    """Weigh pip-audit's report."""
    entries: list[dict[str, Any]] = report["dependencies"]
    skipped = [entry["name"] for entry in entries if "skip_reason" in entry]
    open_ones, known = [], set()
    for name, version, found in _vulnerabilities(entries):
        ids = {found["id"], *found.get("aliases", [])}
        reasons = [each for each in accepted if each.package == name and each.id in ids]
        known |= {each.id for each in reasons}
        if any(today <= each.review_by for each in reasons):
            continue
        what = "its acceptance is due for review" if reasons else _remedy(found)
        open_ones.append(f"{name} {version}: {', '.join(sorted(ids))}: {what}")
    stale = [f"{each.id} of {each.package} is found no more: take it out" for each in accepted if each.id not in known]
    if skipped:
        shown = ", ".join(skipped[:5])
        lines = [*open_ones, f"{len(skipped)} of {len(entries)} packages could not be looked up, such as {shown}."]
        lines.append("Nothing is known about them: run this where the vulnerability service can be reached.")
        return Verdict(lines, UNKNOWN)
    if open_ones:
        return Verdict([*open_ones, *stale], VULNERABLE)
    return Verdict([*stale, f"{len(entries)} packages, no vulnerability but {len(known)} accepted."], CLEAN)


def _vulnerabilities(entries: list[dict[str, Any]]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for entry in entries:
        for found in entry.get("vulns", []):
            yield entry["name"], entry["version"], found


def _remedy(found: dict[str, Any]) -> str:
    versions = ", ".join(found.get("fix_versions", []))
    return f"fixed in {versions}" if versions else "no fixed version"


def export(uv: str, path: Path) -> None:
    """Write what the lock file installs in service."""
    command = [uv, "export", "--locked", "--no-dev", "--no-emit-project", "--no-hashes", "--quiet"]
    subprocess.run([*command, "--format", "requirements-txt", "-o", path], cwd=ROOT, check=True)


def ask(uv: str, requirements: Path, output: Path, service: str) -> dict[str, Any] | None:
    """pip-audit's report; None when it could not make one."""
    tool = [uv, "tool", "run", PIP_AUDIT, "--no-deps", "--disable-pip", "--progress-spinner", "off", "-s", service]
    done = subprocess.run(
        [*tool, "-r", requirements, "-f", "json", "-o", output], capture_output=True, text=True, check=False
    )
    if not output.exists():
        print(*done.stderr.strip().splitlines()[-1:], sep="\n", file=sys.stderr)
        return None
    report: dict[str, Any] = json.loads(output.read_text("utf-8"))
    return report


def main(uv: str, service: str = "pypi") -> int:
    """Audit; gives the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        requirements = Path(folder) / "requirements.txt"
        export(uv, requirements)
        report = ask(uv, requirements, Path(folder) / "report.json", service)
    if report is None:
        print(f"The vulnerability service ({service}) cannot be reached from here; nothing is known.")
        return UNKNOWN
    verdict = judge(report, read_accepted(ROOT / "security" / "accepted.toml"), date.today())  # noqa: DTZ011
    print(*verdict.lines, sep="\n")
    return verdict.code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
