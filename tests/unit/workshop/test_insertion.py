"""Files of trainers grow line by line; nothing else in them changes."""

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.workshop.insertion import AlreadyThere, NoPlace, add_answer, add_block, add_examples, add_to_list

ROOT = Path(__file__).parents[3]
TOPICS = sorted((ROOT / "data" / "nlu").glob("*.yml"))
STORIES = sorted((ROOT / "data" / "stories").glob("*.yml"))
ANSWERS = sorted((ROOT / "data" / "answers").glob("*.yml"))
words = st.text("abcdefghij éش'?!", min_size=3, max_size=30).map(lambda text: f"x {text.strip()}")


def read(text):
    return yaml.load(text, yaml.CSafeLoader)


def only_added(old: str, new: str) -> list[str]:
    """The lines that were added; fails when any other line changed or moved."""
    before, after = old.rstrip("\n").split("\n"), new.rstrip("\n").split("\n")
    at = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    count = len(after) - len(before)
    assert count > 0
    assert before[:at] + before[at:] == after[:at] + after[at + count :]
    return after[at : at + count]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(path=st.sampled_from(TOPICS), examples=st.lists(words, min_size=1, max_size=3, unique=True), data=st.data())
def test_examples_join_their_block_and_every_other_byte_stays(path, examples, data):
    text = path.read_text("utf-8")
    block = data.draw(st.sampled_from(read(text)["nlu"]))
    new = add_examples(text, block["intent"], block["metadata"]["language"], examples)
    added = only_added(text, new)
    assert [line.strip() for line in added] == [f"- {example}" for example in examples]


def test_examples_of_a_new_language_make_a_block():
    text = "nlu:\n- intent: a\n  metadata: {language: en}\n  examples: |\n    - hello\n"
    new = add_examples(text, "a", "fr", ["salut"])
    assert read(new)["nlu"][1] == {"intent": "a", "metadata": {"language": "fr"}, "examples": "- salut\n"}


def test_an_example_that_is_there_is_not_added_twice():
    text = "nlu:\n- intent: a\n  metadata: {language: en}\n  examples: |\n    - hello\n"
    with pytest.raises(AlreadyThere):
        add_examples(text, "a", "en", ["hello"])


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_an_answer_is_added_to_every_languages_file(path):
    text = path.read_text("utf-8")
    if not (read(text).get("answers") or {}):
        with pytest.raises(NoPlace):
            add_answer(text, "answers", "utter_new", "  utter_new: |-\n    one\n\n    two")
        return
    new = add_answer(text, "answers", "utter_new", "  utter_new: |-\n    one\n\n    two")
    assert only_added(text, new)
    assert read(new)["answers"]["utter_new"] == "one\n\ntwo"


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_rule_is_added_to_every_file_of_stories(path):
    text = path.read_text("utf-8")
    new = add_block(text, "rules", "- rule: new\n  steps:\n  - intent: thanks\n  - action: utter_thanks")
    assert only_added(text, new)
    assert read(new)["rules"][:-1] == read(text)["rules"]


def test_an_intent_and_an_answer_are_added_to_the_domain():
    text = (ROOT / "domain.yml").read_text("utf-8")
    new = add_to_list(text, "intents", "parking")
    assert only_added(text, new) == ["- parking"]
    answered = add_answer(new, "responses", "utter_parking", '  utter_parking:\n  - text: "No."')
    assert only_added(new, answered)
    assert read(answered)["responses"]["utter_parking"] == [{"text": "No."}]


def test_what_exists_is_refused():
    text = (ROOT / "domain.yml").read_text("utf-8")
    with pytest.raises(AlreadyThere):
        add_to_list(text, "intents", "thanks")
    with pytest.raises(AlreadyThere):
        add_answer(text, "responses", "utter_thanks", '  utter_thanks:\n  - text: "x"')


def test_a_file_without_the_section_is_refused():
    with pytest.raises(NoPlace):
        add_block("stories: []\n", "rules", "- rule: x\n  steps: []")
