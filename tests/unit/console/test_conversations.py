"""Trainers find conversations by what they were about and read them without personal data; coverage counts them."""

import time
from datetime import timedelta

import pytest

from bot.bootstrap import clock
from bot.console import studio
from bot.domain.staff import Role
from bot.services.studio_ports import HeardTurn

NLU = """version: "3.1"
nlu:
- intent: luggage
  metadata: {language: en}
  examples: |
    - how many bags
"""


def turn(text, intent, answer, at=0.0):
    parsed = {"intent": {"name": intent, "confidence": 0.9}, "language": "en"}
    said = {"event": "user", "text": text, "parse_data": parsed, "timestamp": at, "metadata": {}}
    done = {"event": "action", "name": answer, "timestamp": at}
    told = {"event": "bot", "text": "Twenty.", "metadata": {"utter_action": answer}, "timestamp": at, "data": {}}
    return [said, done, told]


@pytest.fixture
def talk(app, person):
    """Somebody talked; gives the conversation's id."""

    def talk(address="7", text="my name is Amina Haddad, how many bags", intent="luggage", turns=1, confidence=0.9):
        amina = person(address)
        with app.new_work() as work:
            for number in range(turns):
                work.trackers.append(
                    amina.id, turn(text, intent, f"utter_{intent}", float(number)), number == 0, clock()
                )
                work.heard.add(HeardTurn(amina.id, clock(), "en", intent, confidence, "answered"))
            work.commit()
        return amina.id

    return talk


@pytest.fixture
def trainer(enter, tmp_path, monkeypatch):
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "data" / "nlu" / "journey.yml").write_text(NLU, "utf-8")
    monkeypatch.setattr(studio, "ROOT", tmp_path)
    return enter("Dries", Role.TRAINER)


def test_a_conversation_is_read_without_the_name_and_that_is_audited(trainer, talk, audit):
    talked = talk()
    page = trainer.text(f"/conversations/{talked}")
    assert "how many bags" in page
    assert "Haddad" not in page
    assert "utter_luggage" in page
    assert ("Dries", "conversation_read", talked) in audit()


def test_what_somebody_in_danger_wrote_is_not_shown(trainer, talk):
    page = trainer.text(f"/conversations/{talk(text='I want to die', intent='suicide_self_harm')}")
    assert "want to die" not in page
    assert "suicide_self_harm" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("topic=luggage", True),
        ("topic=other", False),
        ("language=en&outcome=answered", True),
        ("language=fr", False),
        ("below=95", True),
        ("below=50", False),
        (f"since={clock() - timedelta(days=1):%Y-%m-%d}", True),
        (f"until={clock() - timedelta(days=3):%Y-%m-%d}", False),
        ("tag=odd", False),
        ("since=nonsense&below=x", True),
    ],
)
def test_conversations_are_found_by_what_they_were_about(trainer, talk, query, found):
    talked = talk()
    assert (f"/conversations/{talked}" in trainer.text(f"/conversations?{query}")) is found


def test_a_tag_marks_a_conversation_until_it_is_taken_away(trainer, talk):
    talked = talk()
    path = f"/conversations/{talked}"
    trainer.send(path, f"{path}/tag", tag="odd one")
    assert path in trainer.text("/conversations?tag=odd one")
    trainer.send(path, f"{path}/tag", tag="odd one", deed="remove")
    assert path not in trainer.text("/conversations?tag=odd one")


def test_a_conversation_becomes_a_story_or_a_test_that_can_be_edited(trainer, talk):
    talked = talk()
    story = trainer.text(f"/conversations/{talked}/as/story")
    assert "- intent: luggage\n  - action: utter_luggage" in story
    test = trainer.text(f"/conversations/{talked}/as/test")
    assert "how many bags" in test
    assert "Haddad" not in test


def test_nobody_is_found_by_a_forged_name(trainer):
    assert trainer.open("/conversations/aaaa").status_code == 404


def test_five_hundred_turns_open_quickly(trainer, talk):
    talked = talk(turns=500)
    begun = time.perf_counter()
    page = trainer.text(f"/conversations/{talked}")
    print(f"500 turns: {time.perf_counter() - begun:.2f} s")
    assert page.count("utter_luggage") >= 500


def test_coverage_shows_examples_and_traffic_and_where_work_pays(trainer, talk):
    talk(turns=3)
    page = trainer.text("/coverage")
    assert ">journey</a>" in page
    assert "3×" in page
    assert "Where work pays most" in page
    assert "luggage" in trainer.text("/coverage?topic=journey")
