"""The threat model names tests, and these exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/.]+\.py)::(\w+)`", DOCUMENT)


def test_every_test_the_threat_model_names_exists():
    missing = [
        f"{file}::{name}"
        for file, name in NAMED
        if not (ROOT / file).is_file() or f"def {name}(" not in (ROOT / file).read_text("utf-8")
    ]
    assert len(NAMED) > 30
    assert missing == []


def test_every_threat_has_a_control_and_a_test():
    threats = DOCUMENT.split("## Threats from outside")[1].split("## Rasa's own surface")[0]
    rows = [line for line in threats.splitlines() if line.startswith("|") and not line.startswith(("| Threat", "|---"))]
    assert len(rows) > 20
    for row in rows:
        _, threat, control, shown, _ = row.split("|")
        assert threat.strip()
        assert control.strip()
        assert "`tests/" in shown, threat
