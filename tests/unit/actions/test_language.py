"""Choosing a language, a second one, and being offered to change."""

import pytest
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import context, language, second_language
from actions.language import ChooseLanguage, OfferLanguages, OfferSwitch
from actions.second_language import ChooseSecondLanguage
from bot.answers.shelf import Shelf
from bot.domain.conversation import Channel
from tests.conftest import ROOT

SHELF = Shelf(ROOT)


@pytest.fixture
def person(app, monkeypatch):
    for module in (context, language, second_language):
        monkeypatch.setattr(module, "catalogue", lambda: SHELF.catalogue(0))
    for module in (language, second_language):
        monkeypatch.setattr(module, "app", lambda: app)
    met = app.conversations.meet(Channel.TELEGRAM, "7", "en")
    return lambda: app.conversations.get(met.id)


def talk(person, action, chosen=None, events=(), heard=None, **slots):
    told = person()
    message = {
        "intent": {"name": "x"},
        "entities": [{"entity": "language", "value": chosen}] if chosen else [],
        "metadata": {"language": told.speaks, "second_language": told.second_language},
        "language": heard,
    }
    dispatcher = CollectingDispatcher()
    tracker = Tracker(told.id, slots, message, list(events), False, None, {}, "action_listen")
    return action.run(dispatcher, tracker, {}), dispatcher.messages


def responses(messages):
    return [message["response"] for message in messages]


def test_a_chosen_language_is_kept_and_the_choices_come_in_it(person):
    events, messages = talk(person, ChooseLanguage(), "fr")
    assert person().language == "fr"
    assert events == [SlotSet("language", "fr")]
    assert responses(messages) == ["utter_language_changed", "utter_start_choices"]
    assert {message["in_language"] for message in messages} == {"fr"}


def test_a_language_that_was_named_is_taken_without_a_list(person):
    _, messages = talk(person, OfferLanguages(), "fr")
    assert responses(messages)[0] == "utter_language_changed"


def test_the_list_begins_with_the_present_language_and_has_all(person):
    _, messages = talk(person, OfferLanguages())
    titles = [button["title"] for button in messages[0]["buttons"]]
    assert titles[0] == "English"
    assert len(titles) == 20


def test_whoever_chooses_a_partial_language_is_asked_once_for_a_second(person):
    _, messages = talk(person, ChooseLanguage(), "so")
    assert responses(messages) == ["utter_language_changed", "utter_choose_second_language"]
    assert len(messages[1]["buttons"]) == 12
    events, messages = talk(person, ChooseSecondLanguage(), "fr")
    assert person().second_language == "fr"
    assert events == [SlotSet("second_language", "fr")]
    assert responses(messages) == ["utter_second_language_kept", "utter_start_choices"]
    _, messages = talk(person, ChooseLanguage(), "ti")
    assert responses(messages) == ["utter_language_changed", "utter_start_choices"]
    assert person().second_language == "fr"


def test_the_list_lets_a_partial_language_change_its_second(person):
    talk(person, ChooseLanguage(), "so")
    _, messages = talk(person, OfferLanguages())
    assert messages[0]["buttons"][-1]["payload"] == "/second_language"


@pytest.mark.parametrize("code", ["so", "xx", None])
def test_a_second_language_is_a_whole_one(person, code):
    events, messages = talk(person, ChooseSecondLanguage(), code)
    assert (events, responses(messages)) == ([], ["utter_choose_second_language"])
    assert person().second_language is None


def test_a_change_is_offered_in_both_languages_and_remembered(person):
    events, (message,) = talk(person, OfferSwitch(), heard="fr", languages_offered=["nl"])
    texts = SHELF.catalogue(0)
    assert message["text"] == texts.text("utter_offer_switch", "fr") + "\n\n" + texts.text("utter_offer_switch", "en")
    assert [button["title"] for button in message["buttons"]] == ["Français", "English"]
    assert events == [SlotSet("languages_offered", ["nl", "fr"])]
    assert person().language is None


def test_who_takes_the_offer_hears_the_answer_again(person):
    before = [
        {"event": "action", "name": "utter_luggage"},
        {"event": "bot", "metadata": {"utter_action": "utter_luggage"}},
        {"event": "action", "name": "action_offer_switch"},
        {"event": "action", "name": "action_listen"},
    ]
    _, messages = talk(person, ChooseLanguage(), "fr", before)
    assert responses(messages) == ["utter_language_changed", "utter_luggage"]
