from datetime import date
from pathlib import Path

import pytest

from bot.answers.catalogue import read_catalogue
from bot.answers.shelf import LOOK_EVERY, Shelf
from bot.domain.errors import AnswerNotFound, InvalidFile
from bot.domain.language import LANGUAGES

ROOT = Path(__file__).parents[3]

DOMAIN = """responses:
  utter_where:
  - text: |-
      We are at {street}.
      Call {phone}
    buttons:
    - title: "Call me"
      payload: /callback_request
"""
FACTS = """facts:
  street:
    value: {en: "Rue A", fr: "Rue Á"}
    source: "page"
    as_of: 2026-01-01
    review_by: 2027-01-01
    confidence: seed
  phone:
    value: null
    source: "page"
    as_of: 2026-01-01
    review_by: 2027-01-01
    confidence: unverified
"""
ENGLISH = 'language: en\nanswers: {}\nbuttons:\n  /callback_request: "Call me"\n'
FRENCH = """language: fr
defaults: {status: written}
answers:
  utter_where: |-
    Nous sommes {street}.
    Appelez {phone}
buttons:
  /callback_request: "Etre rappele"
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "data" / "answers").mkdir(parents=True)
    for name, text in {
        "domain.yml": DOMAIN,
        "data/facts.yml": FACTS,
        "data/answers/en.yml": ENGLISH,
        "data/answers/fr.yml": FRENCH,
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_an_answer_comes_whole_in_the_persons_language(project):
    answer = read_catalogue(project).answer("utter_where", "fr")
    assert answer["text"] == "Nous sommes Rue Á."
    assert answer["buttons"] == [{"title": "Etre rappele", "payload": "/callback_request"}]


def test_one_edit_of_a_fact_changes_every_language(project):
    path = project / "data" / "facts.yml"
    path.write_text(FACTS.replace("value: null", 'value: "02 1"'), "utf-8")
    catalogue = read_catalogue(project)
    assert [catalogue.text("utter_where", code).split()[-2:] for code in ("en", "fr")] == [["02", "1"]] * 2


def test_a_missing_text_comes_from_the_second_language_then_from_english_and_is_counted(project):
    catalogue = read_catalogue(project)
    assert catalogue.text("utter_where", "so", "fr") == "Nous sommes Rue Á."
    assert catalogue.text("utter_where", "so") == "We are at Rue A."
    assert catalogue.missing["so", "utter_where"] == 2


def test_an_unknown_key_is_refused(project):
    with pytest.raises(AnswerNotFound):
        read_catalogue(project).text("utter_nothing", "en")


def test_a_reviewed_text_names_who_and_when(project):
    text = FRENCH.replace(
        "  utter_where: |-\n    Nous sommes {street}.\n    Appelez {phone}\n",
        '  utter_where: {text: "Ici {street} {phone}", status: reviewed, reviewer: Ana, date: 2026-02-01}\n',
    )
    (project / "data/answers/fr.yml").write_text(text, "utf-8")
    held = read_catalogue(project).editions["fr"].texts["utter_where"]
    assert (held.status, held.reviewed_by, held.reviewed_on) == ("reviewed", "Ana", date(2026, 2, 1))


FAULTS = [
    ("data/facts.yml", ('source: "page"', 'source: ""'), 2, "no source"),
    ("data/facts.yml", ("as_of: 2026-01-01", "as_of: soon"), 5, "as_of must be a date"),
    ("data/facts.yml", ("confidence: seed", "confidence: sure"), 7, "confidence must be one of"),
    ("data/facts.yml", ("value: null", "note: x"), 8, "has no value"),
    ("data/facts.yml", ("facts:", "things:"), 1, "needs a mapping"),
    ("data/facts.yml", ('{en: "Rue A", fr: "Rue Á"}', '{fr: "Rue Á"}'), 3, "no value in 'en'"),
    ("data/facts.yml", ("street:", "street"), 3, ""),
    ("data/answers/fr.yml", ("language: fr", "language: xx"), 1, "must be one of"),
    ("data/answers/fr.yml", ('"Etre rappele"', '""'), 8, "no title"),
    ("data/answers/fr.yml", ("status: written", "status: perfect"), 4, "written or reviewed"),
    ("data/answers/fr.yml", ("status: written", "status: reviewed"), 4, "needs `reviewer:`"),
    ("data/answers/fr.yml", ("buttons:", "  utter_where: zwei\nbuttons:"), 7, "given twice"),
    ("data/answers/fr.yml", ("answers:", "answers: ["), 3, ""),
    ("domain.yml", ("responses:", "replies:"), 1, "needs a mapping"),
    ("domain.yml", ("utter_where:\n", "utter_empty: []\n  utter_where:\n"), 2, "list"),
]


@pytest.mark.parametrize(("file", "change", "line", "reason"), FAULTS)
def test_a_fault_is_named_with_its_file_line_and_reason(project, file, change, line, reason):
    path = project / file
    broken = path.read_text("utf-8").replace(*change, 1)
    assert broken != path.read_text("utf-8")
    path.write_text(broken, "utf-8")
    with pytest.raises(InvalidFile) as fault:
        read_catalogue(project)
    assert fault.value.file == file
    assert reason in fault.value.reason
    assert abs(fault.value.line - line) <= 1


def test_an_edit_is_seen_without_a_restart_and_a_broken_one_changes_nothing(project):
    shelf = Shelf(project)
    assert shelf.catalogue(0.0).text("utter_where", "en") == "We are at Rue A."
    path = project / "domain.yml"
    path.write_text(DOMAIN.replace("We are", "We live"), "utf-8")
    assert shelf.catalogue(LOOK_EVERY).text("utter_where", "en") == "We live at Rue A."
    path.write_text("responses: [", "utf-8")
    assert shelf.catalogue(2 * LOOK_EVERY).text("utter_where", "en") == "We live at Rue A."


def test_every_language_with_a_file_can_say_everything():
    catalogue = read_catalogue(ROOT)
    assert len(catalogue.reference) > 150
    for code in catalogue.languages:
        assert code in LANGUAGES
        for key in catalogue.reference:
            assert catalogue.text(key, code).strip(), (code, key)


def test_broken_yaml_is_an_invalid_file(tmp_path):
    with pytest.raises(InvalidFile, match=r"domain\.yml"):
        read_catalogue(tmp_path)
