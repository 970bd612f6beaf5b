"""Asking for one of us: at the person's wish, and by rules of the dialogue."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.context import language_of, message_of
from bot.answers.formats import describe_moment
from bot.bootstrap import app
from bot.domain.handover import Reason
from bot.services.handover_requests import Asked, Closed, Held, Muted, Queued, TooOften, TryOut

Events = list[dict[str, Any]]


class AskForPerson(Action):
    """The person asked: they hear where they stand, each time they ask."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_ask_for_person"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask, and say what came of it."""
        _say(dispatcher, tracker, _ask(tracker, Reason.ASKED))
        return []


class AlertStaff(Action):
    """The person may be in danger: staff are called at once. The numbers to call were said before."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_alert_staff"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Call, and say so once."""
        call_by_rule(dispatcher, tracker, Reason.PROTECTION)
        return []


class Frustrated(Action):
    """The person is angry with the bot: perhaps one of us helps better."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_frustrated"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask, and say so where somebody can come."""
        call_by_rule(dispatcher, tracker, Reason.FRUSTRATION)
        return []


class BackToBot(Action):
    """The bot has the word again. An open form asks its question again by itself."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_back_to_bot"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Greet back."""
        in_form = bool(tracker.active_loop.get("name"))
        dispatcher.utter_message(response="utter_back_to_bot" if in_form else "utter_welcome_back")
        return []


def call_by_rule(dispatcher: CollectingDispatcher, tracker: Tracker, reason: Reason) -> None:
    """Ask without having been asked to: said only when it is new and somebody can come."""
    asked = _ask(tracker, reason)
    if isinstance(asked, Queued) and asked.is_new:
        _say(dispatcher, tracker, asked)


def _ask(tracker: Tracker, reason: Reason) -> Asked:
    return app().live_chat.requests.ask(tracker.sender_id, reason, message_of(tracker).intent)


def _say(dispatcher: CollectingDispatcher, tracker: Tracker, asked: Asked) -> None:
    language = language_of(tracker)
    match asked:
        case Queued(urgent=True, opens_at=opens_at) if opens_at is not None:
            opening = describe_moment(opens_at, language)
            dispatcher.utter_message(response="utter_handover_urgent_closed", opening_time=opening)
        case Queued(urgent=True):
            dispatcher.utter_message(response="utter_handover_urgent")
        case Queued(position=position):
            dispatcher.utter_message(response="utter_handover_waiting", queue_position=str(position))
        case Closed(opens_at) if opens_at is not None:
            opening = describe_moment(opens_at, language)
            dispatcher.utter_message(response="utter_handover_closed", opening_time=opening)
        case Closed():
            dispatcher.utter_message(response="utter_handover_nobody")
        case Muted(until):
            dispatcher.utter_message(response="utter_handover_muted", muted_until=describe_moment(until, language))
        case TooOften():
            dispatcher.utter_message(response="utter_handover_too_often")
        case TryOut():
            dispatcher.utter_message(response="utter_handover_tryout")
        case Held():
            # The chat is theirs already: the bot has nothing to say.
            return
