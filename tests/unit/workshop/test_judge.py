from bot.nlu.evaluation.bars import Bar
from bot.nlu.evaluation.held_out import Case
from bot.nlu.evaluation.judging import Judged
from bot.workshop.cross_validation import split
from bot.workshop.differences import differences, needs_training, take
from bot.workshop.examples import Example
from bot.workshop.judge import Run, changes, messages, summary, worst
from bot.workshop.report import write
from tests.unit.workshop import small


def answer(text, expected, found, confidence=0.9):
    return Judged(Case(text, "en", expected), found, confidence, "en", 1.0)


RIGHT, WRONG = answer("where <b>", "address", "address"), answer("boss", "chief", "address", 0.4)


def test_a_message_that_is_understood_differently_is_told_with_before_and_after():
    before = messages(Run("a", [RIGHT, WRONG]))
    after = messages(Run("b", [answer("where <b>", "address", "chief"), answer("boss", "chief", "chief")]))
    changed = changes(before, after)
    assert [(each["text"], each["before"], each["intent"], each["right"]) for each in changed] == [
        ("where <b>", "address", "chief", False),
        ("boss", "address", "chief", True),
    ]
    assert changes(before, before) == []


def test_the_page_is_one_file_that_escapes_what_people_wrote(tmp_path):
    run = Run("model", [RIGHT, WRONG])
    bars = [Bar("accuracy_en_fr_nl", 0.9, False, "right intent")]
    data = {"made": "now", **summary(run, bars), "worst": worst(run, {"boss": [("the boss <i>", "address")]})}
    data |= {"messages": messages(run), "since_last": None, "against_service": None, "cross_validation": None}
    page = write(tmp_path, data).read_text("utf-8")
    assert "the boss &lt;i&gt;" in page
    assert "0.500" in page
    assert "card missed" in page
    assert "<script" not in page
    assert 'src="' not in page


def test_every_part_of_a_cross_validation_has_its_share_of_each_intent():
    examples = [Example(f"{n}", intent, "en", "", n) for intent in ("a", "b") for n in range(10)]
    parts = split(examples, 5)
    assert [sorted(e.intent for e in part) for part in parts] == [["a", "a", "b", "b"]] * 5
    assert sorted(e.line for part in parts for e in part) == sorted(e.line for e in examples)


def test_a_save_is_told_by_file_and_example(tmp_path):
    small.write(tmp_path)
    before = take(tmp_path)
    small.change(tmp_path, "data/nlu/office.yml", "    - where is the office\n", "    - where is your office\n")
    after = take(tmp_path)
    assert list(differences(before, after)) == [
        "changed  data/nlu/office.yml",
        "office_address (en): 1 examples more, 1 fewer",
        "  + where is your office",
        "  - where is the office",
    ]
    assert needs_training(before, after)


def test_an_answer_alone_needs_no_training(tmp_path):
    small.write(tmp_path)
    before = take(tmp_path)
    small.change(tmp_path, "data/answers/fr.yml", "De rien", "Avec plaisir")
    assert not needs_training(before, take(tmp_path))
