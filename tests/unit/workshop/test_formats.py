import json

from bot.workshop.finding import error, info, meant, warning
from bot.workshop.formats import as_json, github, human, sarif

FOUND = [
    error("data/nlu/a.yml", 3, "tab", "a tab", "Use spaces,\nplease: 100%"),
    warning("domain.yml", 0, "unused-answer", "nothing gives 'x'"),
    info("data/facts.yml", 2, "unused-fact", "nobody quotes 'y'"),
]


def test_people_read_the_errors_last_and_then_the_sum():
    lines = human(FOUND).split("\n")
    assert lines[-1] == "1 error, 1 warning."
    assert lines.index("data/nlu/a.yml:3: error: a tab [tab]") > lines.index(
        "domain.yml: warning: nothing gives 'x' [unused-answer]"
    )
    assert human([]) == "No faults."
    assert "Nothing that stops training" in human(FOUND[1:])


def test_programs_read_json():
    read = json.loads(as_json(FOUND))
    assert read["counts"] == {"error": 1, "warning": 1, "info": 1}
    assert read["findings"][0]["line"] == 3


def test_scanners_read_sarif():
    run = json.loads(sarif(FOUND))["runs"][0]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {"tab", "unused-answer", "unused-fact"}
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert places[0]["region"] == {"startLine": 3}
    assert "region" not in places[1]


def test_github_reads_one_command_a_line():
    lines = github(FOUND).split("\n")
    assert lines[0] == "::error file=data/nlu/a.yml,line=3,title=tab::a tab Use spaces,%0Aplease: 100%25"
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::notice"]


def test_a_name_nobody_knows_is_likened_to_one_that_exists():
    assert meant("ofice_address", {"office_address": 1, "thanks": 2}) == "Did you mean 'office_address'?"
    assert meant("zzz", ["office_address"]) == ""
