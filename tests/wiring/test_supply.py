"""Dependencies we take, vulnerabilities we accept, and secrets that must not be here."""

import re
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
import tomli

from security.audit import CLEAN, UNKNOWN, VULNERABLE, Accepted, judge, read_accepted

ROOT = Path(__file__).parents[2]
ACCEPTED = read_accepted(ROOT / "security" / "accepted.toml")
TODAY = date(2026, 12, 1)
A_HOLE = {"id": "GHSA-1", "aliases": ["CVE-1"], "fix_versions": ["2.0"]}


def report(*vulnerabilities, skipped=()):
    entries = [
        {"name": "rasa", "version": "1.0", "vulns": list(vulnerabilities)},
        {"name": "pyyaml", "version": "6", "vulns": []},
    ]
    return {"dependencies": [*entries, *({"name": name, "skip_reason": "not found"} for name in skipped)]}


def accepted(until=TODAY, package="rasa"):
    return [Accepted("CVE-1", package, "r", TODAY, until)]


def test_every_accepted_vulnerability_is_of_a_locked_package_with_a_reason_and_a_review():
    lock = tomli.loads((ROOT / "uv.lock").read_text("utf-8"))
    locked = {package["name"] for package in lock["package"]}
    assert ACCEPTED
    for entry in ACCEPTED:
        assert re.fullmatch(r"(CVE-\d{4}-\d{4,}|GHSA(-\w{4}){3}|PYSEC-\d{4}-\d+)", entry.id)
        assert entry.package in locked, entry.package
        assert len(entry.reason) > 40
        assert entry.date < entry.review_by <= entry.date + timedelta(days=366)
    assert len({(entry.id, entry.package) for entry in ACCEPTED}) == len(ACCEPTED)


@pytest.mark.parametrize(
    ("found", "known", "code"),
    [
        (report(), [], CLEAN),
        (report(A_HOLE), [], VULNERABLE),
        (report(A_HOLE), accepted(), CLEAN),
        (report(A_HOLE), accepted(package="pyyaml"), VULNERABLE),
        (report(A_HOLE), accepted(until=TODAY - timedelta(days=1)), VULNERABLE),
        (report(skipped=["numpy"]), [], UNKNOWN),
        (report(A_HOLE, skipped=["numpy"]), accepted(), UNKNOWN),
    ],
)
def test_only_an_audit_that_looked_everything_up_and_found_nothing_new_is_clean(found, known, code):
    assert judge(found, known, TODAY).code == code


def test_what_could_not_be_looked_up_is_never_called_sound():
    said = " ".join(judge(report(skipped=["numpy", "scipy"]), [], TODAY).lines)
    assert "2 of 4 packages could not be looked up" in said


def test_what_is_found_no_more_is_to_be_taken_out():
    assert any("CVE-1 of rasa is found no more" in line for line in judge(report(), accepted(), TODAY).lines)


# The form of secrets: Telegram's tokens, private keys, keys of well-known services.
SECRETS = re.compile(
    r"\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[baprs]-[A-Za-z0-9-]{10,}|\bpypi-[A-Za-z0-9_-]{50,}|\bsk-[A-Za-z0-9_-]{32,}"
)
# Obviously made up, for tests.
MADE_UP = {"123456789:AAabcdefghijklmnopqrstuvwxyz_-012345"}


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def test_no_tracked_file_holds_anything_like_a_secret():
    paths = [path for path in tracked() if path.is_file()]
    assert len(paths) > 300, "nothing to check"
    found = [
        f"{path.relative_to(ROOT)}: {secret[:12]}…"
        for path in paths
        for secret in SECRETS.findall(path.read_bytes().decode("utf-8", "ignore"))
        if secret not in MADE_UP
    ]
    assert found == []


def test_what_holds_secrets_and_data_is_not_tracked():
    names = {str(path.relative_to(ROOT)) for path in tracked()}
    assert not {name for name in names if re.search(r"(^|/)\.env$|\.keys\.json$|\.db$|^var/|^models/|\.backup$", name)}


@pytest.mark.parametrize(
    "secret", ["1234567890:AA" + "x" * 33, "-----BEGIN RSA PRIVATE KEY" + "-----", "ghp_" + "a" * 36]
)
def test_the_scan_would_see_a_secret(secret):
    assert SECRETS.search(f"token={secret} ")
