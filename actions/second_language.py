"""The language for what is missing in the person's own: eight of ours have only the most needed texts."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.context import buttons, catalogue, language_of
from actions.form_prompts import payload
from bot.bootstrap import app
from bot.domain.language import LANGUAGES

Events = list[dict[str, Any]]


def ask_second(dispatcher: CollectingDispatcher, language: str) -> None:
    """Ask in the person's language which other one they read: only complete ones are offered."""
    whole = [code for code in catalogue().languages if not catalogue().is_partial(code)]
    pairs = [(LANGUAGES[code].name, payload("choose_second_language", language=code)) for code in whole]
    dispatcher.utter_message(response="utter_choose_second_language", in_language=language, buttons=buttons(*pairs))


class AskSecondLanguage(Action):
    """Asks which other language the person reads."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_second_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask."""
        ask_second(dispatcher, language_of(tracker))
        return []


class ChooseSecondLanguage(Action):
    """Keeps the choice."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_choose_second_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Keep it, or ask again when it cannot be read."""
        code = next(tracker.get_latest_entity_values("language"), None)
        if code not in LANGUAGES or catalogue().is_partial(code):
            ask_second(dispatcher, language_of(tracker))
            return []
        app().conversations.choose_second_language(tracker.sender_id, code)
        dispatcher.utter_message(response="utter_second_language_kept", only_language=LANGUAGES[code].name)
        dispatcher.utter_message(response="utter_start_choices")
        return [SlotSet("second_language", code)]
