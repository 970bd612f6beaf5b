"""Short questions after an answer ("how much?"), and the same answer in a reference language."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.context import buttons, catalogue, language_of, second_of, topics
from bot.answers.presentation import REFERENCES

Events = list[dict[str, Any]]


class FollowUp(Action):
    """Answers by the topic that was answered last; without one it asks which topic is meant."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_follow_up"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Answer, or ask."""
        question = str((tracker.latest_message.get("intent") or {}).get("name"))
        meant = topics().meant(question, last_topic(tracker))
        if meant is not None:
            dispatcher.utter_message(response=f"utter_{meant}")
            return []
        language, second = language_of(tracker), second_of(tracker)
        payloads = [f"/{topic}" for topic in topics().asked.get(question, ())]
        pairs = [(catalogue().title({"payload": payload}, language, second), payload) for payload in payloads]
        dispatcher.utter_message(response="utter_follow_up_which", buttons=buttons(*pairs))
        return []


class ShowReference(Action):
    """Shows an answer in English or French, so that it can be compared; only our own buttons ask for it."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_show_reference"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Show it; a button that names nothing we have is out of date."""
        key = str(next(tracker.get_latest_entity_values("answer"), ""))
        language = next(tracker.get_latest_entity_values("language"), None)
        if topics().of_answer(key) is None or language not in REFERENCES:
            dispatcher.utter_message(response="utter_button_stale")
            return []
        dispatcher.utter_message(response=key, reference=language)
        return []


def last_topic(tracker: Tracker) -> str | None:
    """The topic that was answered last, if any."""
    for event in reversed(tracker.events):
        if event["event"] == "bot":
            topic = topics().of_answer(str((event.get("metadata") or {}).get("utter_action") or ""))
            if topic is not None:
                return topic
        if event["event"] in ("restart", "session_started"):
            return None
    return None
