"""What only the SQL stores keep for trainers: the inbox, topics of turns, change sets, orders for models."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.services.studio_ports import Change, ChangeSet, HeardTurn, ModelOrder, Reason, Unclear, Verdict
from tests.builders import NOW


@pytest.fixture
def work(new_work):
    with new_work() as opened:
        if not hasattr(opened, "unclear"):
            pytest.skip("the in-memory stores need none of this")
        yield opened


UNCLEAR = Unclear("kan ik mijn kat meenemen", "nl", "luggage", 0.2, Reason.UNKNOWN, NOW)


def test_the_same_words_in_the_same_language_are_counted_and_the_most_frequent_come_first(work):
    work.unclear.add(replace(UNCLEAR, text="iets anders"))
    for _ in range(3):
        work.unclear.add(UNCLEAR)
    work.unclear.add(replace(UNCLEAR, language="de"))
    found = work.unclear.open(10)
    assert (found[0].text, found[0].language, found[0].n) == ("kan ik mijn kat meenemen", "nl", 3)
    assert {(message.text, message.language, message.n) for message in found[1:]} == {
        ("iets anders", "nl", 1),
        ("kan ik mijn kat meenemen", "de", 1),
    }


def test_what_was_decided_stays_away_when_it_is_written_again(work):
    work.unclear.add(UNCLEAR)
    (message,) = work.unclear.open(10)
    work.unclear.decide(message.id, Verdict.DISCARDED)
    work.unclear.add(UNCLEAR)
    assert work.unclear.open(10) == []
    assert work.unclear.get(message.id) is None


def test_turns_are_counted_by_intent_and_language_since_a_day(work):
    for at in (NOW, NOW, NOW - timedelta(days=9)):
        work.heard.add(HeardTurn("amina", at, "fr", "luggage", 0.9, "answered"))
    assert work.heard.traffic(NOW - timedelta(days=1)) == {("luggage", "fr"): 2}


def test_a_change_set_keeps_its_changes_in_order_until_they_are_taken_out(work):
    begun = ChangeSet("2026-11-24-1", "open", "dries", NOW, NOW)
    assert work.changes.begin(begun)
    assert not work.changes.begin(begun)
    first = Change("example", "luggage", "nl", "mag mijn kat mee", "dries", NOW)
    second = Change("text", "utter_luggage", "fr", "new", "dries", NOW + timedelta(hours=1), before="old")
    for change in (first, second):
        work.changes.put(begun.name, change)
    kept = work.changes.items(begun.name)
    assert [replace(each, id=0) for each in kept] == [first, second]
    work.changes.remove(begun.name, kept[0].id)
    work.changes.settle(begun.name, "applied", NOW + timedelta(hours=2))
    assert [each.text for each in work.changes.items(begun.name)] == ["new"]
    (found,) = work.changes.all(5)
    assert (found.state, found.updated_at) == ("applied", NOW + timedelta(hours=2))


def test_one_refusal_of_a_model_counts_for_all_processes(work):
    number = work.models.add(ModelOrder("new.tar.gz", "old.tar.gz", "dries", NOW))
    assert work.models.settle(number, "serving", "", NOW)
    assert work.models.settle(number, "refused", "hello: greeting, not goodbye", NOW)
    assert not work.models.settle(number, "serving", "", NOW)
    assert work.models.latest(1)[0].state == "refused"
