"""The trainers' pages: the inbox, change sets, and the orders for models."""

import re

import pytest

from bot.bootstrap import clock
from bot.console import studio, unclear
from bot.domain.staff import Role
from bot.services.studio_ports import Reason, Unclear
from bot.workshop.change_desk import ChangeDesk

NLU = """version: "3.1"
nlu:
- intent: luggage
  metadata: {language: en}
  examples: |
    - how many bags  # kept
    - my suitcase
"""


@pytest.fixture
def root(app, tmp_path, monkeypatch):
    root = tmp_path / "project"
    (root / "data" / "nlu").mkdir(parents=True)
    (root / "data" / "nlu" / "journey.yml").write_text(NLU, "utf-8")
    monkeypatch.setattr(studio, "ROOT", root)
    app.__dict__["change_desk"] = ChangeDesk(app.new_work, clock, root, tmp_path / "changes", tmp_path / "models")
    return root


@pytest.fixture
def wrote(app):
    """Somebody wrote something unclear; gives its number."""

    def wrote(text, language="en", n=1, intent="luggage"):
        with app.new_work() as work:
            work.unclear.add(Unclear(text, language, intent, 0.2, Reason.UNKNOWN, clock(), n=n))
            work.commit()
        with app.new_reading() as work:
            return next(each.id for each in work.unclear.open(99) if each.text == text)

    return wrote


@pytest.fixture
def trainer(enter, root):
    return enter("Dries", Role.TRAINER)


def decide(browser, verdict, *numbers, **fields):
    ticked = {f"pick-{number}": "1" for number in numbers}
    return browser.follow(browser.send("/inbox", "/inbox/decide", verdict=verdict, **ticked, **fields)).text


def test_like_messages_stand_together_and_the_most_frequent_first(trainer, wrote):
    wrote("can my dog travel with me")
    wrote("can my dog travel too", n=2)
    wrote("opening times of the zoo", n=9)
    page = trainer.text("/inbox")
    assert page.count('action="/inbox/decide"') == 2
    assert page.index("zoo") < page.index("dog")
    assert "3 times" in page


def test_an_accepted_message_leaves_the_inbox_for_a_change_set_in_the_words_as_corrected(trainer, wrote, root, audit):
    number = wrote("[name] asks if skis may come")
    page = decide(trainer, "accept", number, intent="luggage", **{f"text-{number}": "may my skis come"})
    assert "Nothing is waiting" in page
    (name,) = re.findall(r"/changes/([\w-]+)", trainer.text("/changes"))
    change = trainer.text(f"/changes/{name}")
    assert '<span class="plus">+    - may my skis come</span>' in change
    assert ("Dries", "unclear_accepted", "luggage") in audit()
    assert (root / "data" / "nlu" / "journey.yml").read_text("utf-8") == NLU


def test_a_change_set_is_applied_as_it_was_shown(trainer, wrote, root, audit):
    number = wrote("may my skis come")
    decide(trainer, "accept", number, intent="luggage", **{f"text-{number}": "may my skis come"})
    (name,) = re.findall(r"/changes/([\w-]+)", trainer.text("/changes"))
    patch = trainer.text(f"/changes/{name}/patch")
    assert "+++ b/data/nlu/journey.yml" in patch
    trainer.send(f"/changes/{name}", f"/changes/{name}/apply")
    assert (root / "data" / "nlu" / "journey.yml").read_text("utf-8") == f"{NLU}    - may my skis come\n"
    assert ("Dries", "changes_applied", name) in audit()


def test_a_file_that_changed_meanwhile_is_not_overwritten(trainer, wrote, root):
    number = wrote("may my skis come")
    decide(trainer, "accept", number, intent="luggage", **{f"text-{number}": "may my skis come"})
    (name,) = re.findall(r"/changes/([\w-]+)", trainer.text("/changes"))
    path = root / "data" / "nlu" / "journey.yml"
    edited = NLU.replace("my suitcase", "my trunk")
    response = trainer.send(f"/changes/{name}", f"/changes/{name}/apply", mark="old")
    path.write_text(edited, "utf-8")
    assert "Nothing was written" in trainer.follow(response).text
    assert path.read_text("utf-8") == edited


def test_what_is_put_away_teaches_nothing(trainer, wrote, audit):
    one, other = wrote("xyzzy"), wrote("who won the match")
    assert "Discarded: 1" in decide(trainer, "discarded", one)
    assert "out of scope: 1" in decide(trainer, "out_of_scope", other)
    assert "no change set yet" in trainer.text("/changes")
    assert ("Dries", "unclear_out_of_scope", str(other)) in audit()


@pytest.mark.parametrize(
    ("fields", "told"), [({"intent": "forged"}, "Choose what the message means"), ({}, "Choose what the message means")]
)
def test_only_known_intents_can_be_taught(trainer, wrote, fields, told):
    number = wrote("may my skis come", intent="")
    assert told in decide(trainer, "accept", number, **fields)


def test_nothing_ticked_is_said(trainer, wrote):
    wrote("may my skis come")
    assert "Tick at least one" in decide(trainer, "accept", intent="luggage")


def test_many_groups_are_shown_in_parts(trainer, wrote, monkeypatch):
    monkeypatch.setattr(unclear, "SHOWN", 1)
    wrote("can my dog travel with me")
    wrote("opening times of the zoo")
    assert "1 more groups" in trainer.text("/inbox")


def test_unknown_change_sets_are_not_found(trainer):
    assert trainer.open("/changes/2026-01-01-1").status_code == 404
    assert trainer.open("/changes/..%2F..%2Fetc").status_code == 404


def test_nothing_is_put_in_service_without_a_candidate(trainer, wrote, app):
    number = wrote("may my skis come")
    decide(trainer, "accept", number, intent="luggage", **{f"text-{number}": "may my skis come"})
    (name,) = re.findall(r"/changes/([\w-]+)", trainer.text("/changes"))
    token = trainer.text(f"/changes/{name}")
    csrf = re.search(r'name="csrf" value="([^"]+)"', token)[1]
    trainer.client.post(f"/changes/{name}/service", data={"csrf": csrf})
    assert app.change_desk.orders() == []
