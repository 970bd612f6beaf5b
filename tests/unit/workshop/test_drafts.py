"""Change sets become files, patches and conflicts, and every other byte stays."""

import shutil
import subprocess

import pytest
import yaml

from bot.services.studio_ports import Change
from bot.workshop.drafts import apply, draft
from tests.builders import NOW

NLU = """version: "3.1"
# how much may be taken along
nlu:
- intent: luggage   # not pets
  metadata: {language: en}
  examples: |
    - how many bags
    - my suitcase

- intent: greeting
  metadata: {language: en}
  examples: |
    - hello
"""
ANSWERS = """language: fr
answers:
  # bagages
  utter_luggage: |-
    Vingt kilos.

    Pas plus.

  utter_hello: "Bonjour"  # court
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "data" / "answers").mkdir()
    (tmp_path / "data" / "nlu" / "journey.yml").write_text(NLU, "utf-8")
    (tmp_path / "data" / "answers" / "fr.yml").write_text(ANSWERS, "utf-8")
    return tmp_path


def example(text, intent="luggage", language="en"):
    return Change("example", intent, language, text, "dries", NOW)


def text(new, before="Vingt kilos.\n\nPas plus.", key="utter_luggage"):
    return Change("text", key, "fr", new, "dries", NOW, before=before)


def test_an_example_is_one_new_line_and_nothing_else_changes(root):
    made = draft(root, [example("can my skis come along")])
    assert made.files["data/nlu/journey.yml"].after == NLU.replace(
        "    - my suitcase\n", "    - my suitcase\n    - can my skis come along\n"
    )
    assert made.conflicts == []
    assert (root / "data" / "nlu" / "journey.yml").read_text("utf-8") == NLU


def test_what_is_there_already_or_has_no_place_is_a_conflict(root):
    made = draft(root, [example("how many bags"), example("x", intent="gone")])
    assert [why for _, why in made.conflicts] == ["already_there", "no_place"]


def test_a_text_is_replaced_and_its_neighbours_stay(root):
    made = draft(root, [text("Vingt-cinq kilos.\n\nPas plus.")])
    assert made.files["data/answers/fr.yml"].after == ANSWERS.replace("Vingt kilos", "Vingt-cinq kilos")


def test_a_text_that_changed_since_is_a_conflict_and_is_not_overwritten(root):
    made = draft(root, [text("new", before="Dix kilos.")])
    assert [why for _, why in made.conflicts] == ["changed_there"]
    assert made.files == {}


def test_the_patch_is_what_git_applies(root):
    git = shutil.which("git")
    made = draft(root, [example("can my skis come along"), text("Un sac.")])
    subprocess.run([git, "init", "-q", "."], cwd=root, check=True)
    subprocess.run([git, "apply", "-"], cwd=root, input=made.patch.encode(), check=True)
    for name, each in made.files.items():
        assert (root / name).read_text("utf-8") == each.after


def test_what_is_applied_has_the_mark_that_was_shown(root):
    shown = draft(root, [example("can my skis come along")])
    path = root / "data" / "nlu" / "journey.yml"
    path.write_text(NLU.replace("hello", "hello there"), "utf-8")
    assert draft(root, [example("can my skis come along")]).mark != shown.mark
    apply(root, draft(root, [example("can my skis come along")]))
    assert "hello there" in path.read_text("utf-8")
    assert "can my skis come along" in path.read_text("utf-8")
    assert list(path.parent.iterdir()) == [path]


def test_a_review_is_written_beside_the_text_and_goes_when_the_text_changes(root):
    path = root / "data" / "answers" / "fr.yml"
    words = "Vingt kilos.\n\nPas plus."
    made = draft(root, [Change("review", "utter_luggage", "fr", words, "Ana", NOW, before=words)])
    apply(root, made)
    held = yaml.safe_load(path.read_text("utf-8"))["answers"]["utter_luggage"]
    assert held == {"status": "reviewed", "reviewer": "Ana", "date": NOW.date(), "text": words}
    assert "# bagages" in path.read_text("utf-8")
    apply(root, draft(root, [text("Trente kilos.")]))
    assert path.read_text("utf-8") == ANSWERS.replace(words.replace("\n\nP", "\n\n    P"), "Trente kilos.")


def test_a_one_line_text_keeps_its_place(root):
    made = draft(root, [text("Bonjour !", before="Bonjour", key="utter_hello")])
    assert "utter_hello: |-\n    Bonjour !" in made.files["data/answers/fr.yml"].after


DOMAIN = """responses:
  utter_luggage:
  - text: |-
      Twenty.
    buttons:
    - title: "More"  # first
      payload: /more
"""


def test_an_english_text_keeps_its_buttons(root):
    (root / "domain.yml").write_text(DOMAIN, "utf-8")
    made = draft(root, [Change("text", "utter_luggage", "en", "Thirty.", "dries", NOW, before="Twenty.")])
    assert made.files["domain.yml"].after == DOMAIN.replace("Twenty", "Thirty")
