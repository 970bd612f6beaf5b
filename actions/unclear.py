"""When the assistant is not sure: first offer the two likeliest topics, then people and the menu."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.context import buttons, catalogue, language_of, text
from actions.handover import call_by_rule
from bot.domain.handover import Reason

Events = list[dict[str, Any]]
FALLBACK = "nlu_fallback"
OFFERED = 2


class Unsure(Action):
    """Offers two topics and something else; says so when it did not understand twice in a row, and calls one of us."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_unsure"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask what was meant."""
        pairs = _likeliest(tracker)
        if _failed_before(tracker) or not pairs:
            dispatcher.utter_message(response="utter_not_understood")
            if _failed_before(tracker):
                call_by_rule(dispatcher, tracker, Reason.NOT_UNDERSTOOD)
            return []
        pairs.append((text("utter_unsure_something_else", language_of(tracker)), "/something_else"))
        dispatcher.utter_message(response="utter_unsure", buttons=buttons(*pairs))
        return []


class DefaultFallback(Action):
    """No rule applies, which a person must not feel: the same as not having understood."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_default_fallback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Offer the menu, a callback and a person."""
        dispatcher.utter_message(response="utter_not_understood")
        return []


def _likeliest(tracker: Tracker) -> list[tuple[str, str]]:
    """Titles and payloads of the topics that fit best; what is out of scope is not offered."""
    language = language_of(tracker)
    ranking = tracker.latest_message.get("intent_ranking") or []
    pairs = []
    for candidate in ranking:
        payload = f"/{candidate['name']}"
        title = catalogue().title({"payload": payload}, language)
        if title and candidate["name"] != FALLBACK:
            pairs.append((title, payload))
    return pairs[:OFFERED]


def _failed_before(tracker: Tracker) -> bool:
    """Whether the message before was not understood either."""
    intents = [
        (event.get("parse_data") or {}).get("intent", {}).get("name")
        for event in tracker.events
        if event["event"] == "user"
    ]
    return intents[-2:-1] == [FALLBACK]
