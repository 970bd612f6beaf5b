"""Stopping and forgetting."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.context import buttons, language_of, text
from bot.bootstrap import app

Events = list[dict[str, Any]]


class Stop(Action):
    """Nothing more is sent until the person writes again."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_stop"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Keep the wish."""
        app().live_chat.requests.leave(tracker.sender_id)
        app().conversations.stop(tracker.sender_id)
        dispatcher.utter_message(response="utter_stopped")
        return []


class ConfirmForget(Action):
    """Asks before everything is erased."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_confirm_forget"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask."""
        language = language_of(tracker)
        choices = buttons(
            (text("utter_forget_confirm_button", language), "/forget_confirmed"),
            (text("utter_no", language), "/forget_cancelled"),
        )
        dispatcher.utter_message(response="utter_forget_confirm", buttons=choices)
        return []


class Forget(Action):
    """Erases the person; the tracker store does not write this turn back."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_forget"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Erase, then say what was kept."""
        app().erasure.erase(tracker.sender_id)
        dispatcher.utter_message(response="utter_forget_done")
        return []
