from datetime import date

import pytest

from bot.workshop.check import check_project, failed
from bot.workshop.finding import Severity
from bot.workshop.formats import human
from bot.workshop.insertion import AlreadyThere
from bot.workshop.new_topic import BadName, new_topic
from tests.unit.workshop import small

TODAY = date(2026, 6, 1)


@pytest.fixture
def project(tmp_path):
    small.write(tmp_path)
    small.change(tmp_path, "domain.yml", "- choose_topic", "- callback_request\n- help_menu\n- choose_topic")
    small.change(tmp_path, "actions/call.py", "NAMES = ", 'NAMES = "callback_request", "help_menu", ')
    stories = "- rule: call\n  steps:\n  - intent: callback_request\n  - action: action_call\n"
    stories += "- rule: menu\n  steps:\n  - intent: help_menu\n  - action: action_call\n"
    small.change(tmp_path, "data/stories/office.yml", "- rule: thanks", stories + "- rule: thanks")
    (tmp_path / "data/answers/nl.yml").write_text(small.FRENCH.replace("language: fr", "language: nl"), "utf-8")
    assert not failed(check_project(tmp_path, TODAY))
    return tmp_path


def errors(project):
    return [f for f in check_project(project, TODAY) if f.severity is Severity.ERROR]


def test_the_check_leads_from_a_skeleton_to_a_complete_topic(project):
    new_topic(project, "parking").write(project)
    left = errors(project)
    assert {f.rule for f in left} == {"to-do", "few-examples"}, human(left)
    assert {f.file for f in left} == {
        "data/nlu/parking.yml",
        "domain.yml",
        "data/answers/fr.yml",
        "data/answers/nl.yml",
    }
    for path in (project / "domain.yml", *(project / "data").rglob("*.yml")):
        text = path.read_text("utf-8")
        examples = iter(
            "\n".join(f"    - {head} {language} car {number}" for number in range(12))
            for language, head in (("english", "where to put the"), ("francais", "svp ou mettre la"), ("nl", "waar de"))
        )
        while "    - TODO" in text:
            text = text.replace("    - TODO", next(examples), 1)
        path.write_text(text.replace("TODO", "Done"), "utf-8")
    assert errors(project) == []


def test_nothing_but_lines_is_added(project):
    before = (project / "domain.yml").read_text("utf-8")
    after = new_topic(project, "parking").files["domain.yml"]
    assert [line for line in before.split("\n") if line not in after.split("\n")] == []


def test_a_name_that_exists_is_refused_and_nothing_is_written(project):
    with pytest.raises(AlreadyThere):
        new_topic(project, "thanks")
    with pytest.raises(AlreadyThere):
        new_topic(project, "office")


@pytest.mark.parametrize("name", ["Parking", "2cars", "a b", "office__x", "../x", ""])
def test_a_name_that_cannot_be_used_is_refused(project, name):
    with pytest.raises(BadName):
        new_topic(project, name)
