"""Documents that cannot lie."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).parents[2]


def rows(text):
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", text, re.MULTILINE))


def test_the_settings_table_says_what_the_code_says():
    documented = rows((ROOT / "docs" / "operator.md").read_text("utf-8"))
    coded = {entry.metadata["name"]: entry.metadata["help"] for entry in fields(Settings)}
    assert len(coded) > 15
    assert documented == coded


def test_every_file_a_document_links_to_exists():
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    links = [
        (document, target)
        for document in documents
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text("utf-8"))
        if "://" not in target and not target.startswith("mailto:")
    ]
    assert len(links) > 10
    missing = [f"{d.relative_to(ROOT)}: {t}" for d, t in links if not (d.parent / t).exists()]
    assert missing == []


def test_every_make_target_in_a_document_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    named = {t for d in documents for t in re.findall(r"`?\bmake ([a-z]+)\b`", d.read_text("utf-8"))}
    assert named
    assert named <= targets


def test_a_wrong_setting_is_one_line_and_exit_code_2(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "run"],
        env={"PATH": "/usr/bin:/bin", "MONTOYER_CONSOLE_PORT": "eighty", "HOME": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == ["montoyer: MONTOYER_CONSOLE_PORT: needs a port between 1 and 65535"]
