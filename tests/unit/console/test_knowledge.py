"""Trainers see what the assistant knows, in all languages, and propose texts as changes."""

import re

import pytest

from bot.domain.staff import Role


@pytest.fixture
def trainer(enter):
    return enter("Dries", Role.TRAINER)


def propose(browser, language, text, deed="propose", seen=None):
    page = browser.text("/knowledge/utter_office_address")
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    fields = {"csrf": csrf, "language": language, "text": text, "seen": seen or now(browser, language), "deed": deed}
    return browser.follow(browser.client.post("/knowledge/utter_office_address", data=fields)).text


def now(browser, language):
    from pathlib import Path

    from bot.answers.catalogue import read_catalogue

    return read_catalogue(Path()).editions[language].texts["utter_office_address"].text


def test_facts_stand_with_their_dates_and_the_answers_that_quote_them(trainer):
    page = trainer.text("/knowledge")
    assert 'id="office_street"' in page
    assert "/knowledge/utter_office_address" in page
    days = re.findall(r"Review by</span>\s*(?:<span[^>]*>)?(\d{4}-\d\d-\d\d)", page)
    assert len(days) > 5
    assert days == sorted(days)


def test_an_answer_stands_in_all_languages_side_by_side(trainer):
    page = trainer.text("/knowledge/utter_office_address")
    assert page.count("<section") >= 20
    assert trainer.open("/knowledge/utter_made_up").status_code == 404


def test_a_proposed_text_and_a_review_become_one_change_set(trainer, app):
    assert "Put into the change set" in propose(trainer, "fr", "Nous sommes ici.")
    assert "Put into the change set" in propose(trainer, "nl", "", deed="review")
    (found,) = app.change_desk.all()
    _, changes, made = app.change_desk.open(found.name)
    assert [(change.kind, change.language) for change in changes] == [("text", "fr"), ("review", "nl")]
    assert made.conflicts == []
    assert "+    Nous sommes ici." in made.files["data/answers/fr.yml"].patch
    assert '+    reviewer: "Dries"' in made.files["data/answers/nl.yml"].patch


def test_what_changed_since_or_not_at_all_is_not_proposed(trainer, app):
    assert "Nothing was proposed" in propose(trainer, "fr", "New", seen="something older")
    assert "Nothing was proposed" in propose(trainer, "fr", now(trainer, "fr"))
    assert app.change_desk.all() == []
