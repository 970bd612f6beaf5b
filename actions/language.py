"""Choosing the language of the talk."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.context import buttons, catalogue, language_of
from actions.form_prompts import payload
from bot.bootstrap import app
from bot.domain.language import LANGUAGES

Events = list[dict[str, Any]]


class OfferLanguages(Action):
    """Shows the languages, each by its own name; the present one first."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_offer_languages"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask."""
        present = language_of(tracker)
        codes = [present, *(code for code in catalogue().languages if code != present)]
        pairs = [(LANGUAGES[code].name, payload("choose_language", language=code)) for code in codes]
        dispatcher.utter_message(response="utter_choose_language", buttons=buttons(*pairs))
        return []


class ChooseLanguage(Action):
    """Keeps the choice and goes on in that language."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_choose_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Keep it, or ask again when it cannot be read."""
        code = next(tracker.get_latest_entity_values("language"), None)
        if code not in LANGUAGES:
            dispatcher.utter_message(response="utter_language_unclear")
            return OfferLanguages().run(dispatcher, tracker, domain)
        app().conversations.choose_language(tracker.sender_id, code)
        dispatcher.utter_message(response="utter_language_changed", in_language=code)
        dispatcher.utter_message(response="utter_start_choices", in_language=code)
        return [SlotSet("language", code)]
