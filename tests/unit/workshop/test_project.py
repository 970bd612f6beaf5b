"""The project's own files, and the promise that what passes the check also trains."""

import warnings
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.workshop.check import check_project, failed
from bot.workshop.examples import blocks
from bot.workshop.formats import human
from bot.workshop.project import read_project
from bot.workshop.rasa_checks import check_with_rasa
from tests.unit.workshop import small

ROOT = Path(__file__).parents[3]
EDITED = ["domain.yml", "config.yml", "data/nlu/office.yml", "data/stories/office.yml"]


def test_the_projects_own_files_have_no_errors():
    findings = check_project(ROOT, date(2026, 11, 24))
    assert not failed(findings), human([f for f in findings if f.severity.value == "error"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("edited")


def _edit(text: str, where: float, how: int) -> str:
    """One slip of a hand in one line."""
    lines = text.split("\n")
    index = min(int(where * len(lines)), len(lines) - 1)
    line = lines[index]
    changed = {
        0: [],
        1: [line, line],
        2: [" " + line],
        3: [line[1:]],
        4: [line.rstrip() + ":"],
        5: [line.replace(":", "", 1)],
        6: [line.replace("- ", "", 1)],
        7: [line.replace("- ", "-", 1)],
        8: [line[: len(line) // 2]],
        9: [line + " [x](y)"],
        10: [line.replace("_", "", 1)],
        11: ["\t" + line],
        12: [line, "", "  # a note"],
        13: [line + " 'it's"],
    }[how]
    return "\n".join([*lines[:index], *changed, *lines[index + 1 :]])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(file=st.sampled_from(EDITED), where=st.floats(0, 0.999), how=st.integers(0, 13))
def test_what_passes_the_check_is_read_by_rasa_whole(folder, file, where, how):
    small.write(folder)
    path = folder / file
    path.write_text(_edit(path.read_text("utf-8"), where, how), "utf-8")
    if failed(check_project(folder, date(2026, 6, 1), with_rasa=False)):
        return
    _accepted(folder)


def _accepted(folder: Path) -> None:
    """Rasa reads the examples, all of them, and its policies refuse nothing that we did not name."""
    from rasa.shared.importers.importer import TrainingDataImporter

    project = read_project(folder)
    importer = TrainingDataImporter.load_from_config(
        str(folder / "config.yml"), str(folder / "domain.yml"), [str(folder / "data" / "nlu")]
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = importer.get_nlu_data().intent_examples
    ours = {(e.text, e.intent) for block in blocks(project) for e in block.examples if "](" not in e.text}
    theirs = {(e.get("text"), e.get("intent")) for e in read}
    assert ours <= theirs
    unnamed = [f for f in check_with_rasa(project, []) if f.rule == "rasa"]
    assert not unnamed, human(unnamed)
