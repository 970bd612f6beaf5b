"""What is added to the answers of topics, in every language."""

import asyncio
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from rasa.shared.core.events import ActiveLoop, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.answers.catalogue import read_catalogue
from bot.answers.generator import CatalogueGenerator
from bot.answers.render import MESSAGE_LIMIT, render
from bot.answers.shelf import Shelf
from bot.domain.language import LANGUAGES
from bot.services.topics import topics_of

ROOT = Path(__file__).parents[3]
CATALOGUE = read_catalogue(ROOT)
TOPICS = topics_of(ROOT)
SHELF = Shelf(ROOT)
PARTIAL = [code for code in LANGUAGES if CATALOGUE.is_partial(code)]


def say(key, language="fr", second=None, asked=None, form=None, **values):
    slots = [AnySlot(name, [{"type": "custom"}]) for name in ("language", "second_language")]
    tracker = DialogueStateTracker("someone", slots)
    parsed = {"intent": {"name": asked[0]}, "second_intent": {"name": asked[1]}} if asked else {}
    told = {"language": language, "second_language": second}
    tracker.update(UserUttered("x", {"name": asked[0]} if asked else {}, [], parsed, metadata=told))
    if form:
        tracker.update(ActiveLoop(form))
    return asyncio.run(CatalogueGenerator(shelf=SHELF).generate(key, tracker, "telegram", **values))


def payloads(answer):
    return [button.get("payload") or button["url"] for button in answer["buttons"]]


def titles(answer):
    return [button["title"] for button in answer["buttons"]]


def test_eight_languages_are_partial():
    assert PARTIAL == ["mn", "ka", "ps", "sq", "hy", "so", "ti", "am"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unreviewed_answer_says_so_last_and_leads_to_its_reference(language):
    for topic in TOPICS.follow_ups:
        answer = say(f"utter_{topic}", language)
        note = CATALOGUE.text("utter_unreviewed_note", language)
        source, _ = CATALOGUE.source(f"utter_{topic}", language)
        assert answer["text"].endswith(note) == (source != "en"), topic
        assert len(answer["text"]) < MESSAGE_LIMIT
        if source != "en":
            assert titles(answer)[-1] == ("English" if language == "fr" else "English / Français")
            entities = json.loads(payloads(answer)[-1].removeprefix("/show_reference"))
            assert entities == {"answer": f"utter_{topic}", "language": "en"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_greetings_prompts_and_commands_carry_no_note(language):
    note = CATALOGUE.text("utter_unreviewed_note", language)
    plain = [key for key in CATALOGUE.reference if TOPICS.of_answer(key) is None and key != "utter_unreviewed_note"]
    assert len(plain) > 80
    for key in plain:
        assert note not in say(key, language)["text"], key


def test_a_reviewed_answer_carries_no_note(monkeypatch):
    key = "utter_luggage"
    edition = CATALOGUE.editions["fr"]
    reviewed = edition.texts[key].__class__(edition.texts[key].text, "reviewed", "A. Person")
    monkeypatch.setattr("bot.answers.generator.Shelf.catalogue", lambda *_: CATALOGUE)
    monkeypatch.setitem(edition.texts, key, reviewed)
    answer = say(key, "fr")
    assert not answer["text"].endswith(CATALOGUE.text("utter_unreviewed_note", "fr"))
    assert not any("show_reference" in payload for payload in payloads(answer))


def test_the_reference_is_the_same_answer_with_its_buttons_in_the_readers_language():
    shown = say("utter_luggage", "ar", reference="en")
    assert shown["text"] == CATALOGUE.text("utter_luggage", "en")
    arabic = CATALOGUE.answer("utter_luggage", "ar")
    assert titles(shown) == [*titles(arabic), "Français"]
    assert titles(say("utter_luggage", "fr", reference="en")) == titles(CATALOGUE.answer("utter_luggage", "fr"))


@pytest.mark.parametrize("language", PARTIAL)
def test_what_is_missing_comes_in_the_second_language_with_a_line_in_the_persons_own(language):
    answer = say("utter_luggage", language, "fr")
    first, rest = answer["text"].split("\n\n", 1)
    assert first == CATALOGUE.text("utter_only_in_other", language, only_language="\u2068Français\u2069")
    assert rest.startswith(CATALOGUE.text("utter_luggage", "fr"))


@pytest.mark.parametrize("language", PARTIAL)
def test_without_a_second_language_it_comes_in_english(language):
    answer = say("utter_luggage", language)
    assert answer["text"].endswith(CATALOGUE.text("utter_luggage", "en"))
    assert LANGUAGES["en"].name in answer["text"].split("\n\n", 1)[0]


def test_a_missing_text_is_counted():
    catalogue = replace(CATALOGUE, missing=Counter())
    catalogue.text("utter_luggage", "so", "fr")
    assert catalogue.missing == {("so", "utter_luggage"): 1}


def test_two_answers_share_their_buttons_under_the_second():
    asked = ("office_address", "how_to_apply_return")
    first = say("utter_office_address", "en", asked=asked)
    second = say("utter_how_to_apply_return", "en", asked=asked)
    assert first["buttons"] == []
    assert 2 <= len(second["buttons"]) <= 4
    assert len(set(payloads(second))) == len(second["buttons"])
    assert not {"/office_address", "/how_to_apply_return"} & set(payloads(second))
    assert payloads(second)[-1] == "/callback_request"


def test_inside_a_form_each_answer_keeps_its_buttons():
    asked = ("office_address", "luggage")
    assert say("utter_office_address", "en", asked=asked, form="callback_form")["buttons"]


@pytest.mark.parametrize("first", TOPICS.follow_ups)
@pytest.mark.parametrize("second", ["luggage", "luxembourg_return", "are_you_police"])
def test_any_two_answers_lead_on(first, second):
    if TOPICS.second({"intent": {"name": first}, "second_intent": {"name": second}}):
        answer = say(f"utter_{second}", "fr", asked=(first, second))
        assert len(answer["buttons"]) >= 2
        assert render(answer, lambda payload: "kept", {})
