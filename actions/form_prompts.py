"""The form's questions whose buttons or summary depend on the moment."""

import json
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.context import buttons, language_of, text
from bot.answers.formats import describe_day, describe_time, describe_window
from bot.bootstrap import app, clock
from bot.domain.call_window import CallWindow, DayPart, offered_windows
from bot.domain.callback import Topic
from bot.domain.language import LANGUAGES
from bot.services.callback_form import FIELDS, Context
from bot.services.phone import national

ASK = "action_ask_callback_form_callback_"
NOON, EVENING = 12, 17


def context_of(tracker: Tracker) -> Context:
    """What the form's readings depend on."""
    return Context(language_of(tracker), clock(), app().settings.callback_hours)


def payload(intent: str, **entities: str) -> str:
    """What a button means."""
    return f"/{intent}{json.dumps(entities, ensure_ascii=False)}"


class AskPhone(Action):
    """Asks for the number, or whether a shared contact is the one to call."""

    def name(self) -> str:
        """Name in the domain."""
        return f"{ASK}phone"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Ask."""
        offered = tracker.get_slot("callback_phone_offered")
        if offered:
            dispatcher.utter_message(response="utter_foreign_contact", callback_phone=national(offered))
        else:
            dispatcher.utter_message(response="utter_ask_callback_form_callback_phone")
        return []


class AskLanguage(Action):
    """Offers the person's own language first, then the others."""

    def name(self) -> str:
        """Name in the domain."""
        return f"{ASK}language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Ask."""
        own = language_of(tracker)
        codes = [own, *(code for code in LANGUAGES if code != own)]
        pairs = [(LANGUAGES[code].name, payload("choose_language", language=code)) for code in codes]
        dispatcher.utter_message(response="utter_ask_callback_form_callback_language", buttons=buttons(*pairs))
        return []


class AskWindow(Action):
    """Offers the next hours in which the hotline calls."""

    def name(self) -> str:
        """Name in the domain."""
        return f"{ASK}window"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Ask."""
        context = context_of(tracker)
        windows = offered_windows(context.now, context.parts)
        pairs = [
            (window_label(window, context.language), payload("choose_window", window=window.encode()))
            for window in windows
        ]
        dispatcher.utter_message(response="utter_ask_callback_form_callback_window", buttons=buttons(*pairs))
        return []


class AskTopic(Action):
    """Offers the topics."""

    def name(self) -> str:
        """Name in the domain."""
        return f"{ASK}topic"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Ask."""
        language = language_of(tracker)
        pairs = [
            (text(f"utter_topic_{topic.value}", language), payload("choose_topic", topic=topic.value))
            for topic in Topic
        ]
        dispatcher.utter_message(response="utter_ask_callback_form_callback_topic", buttons=buttons(*pairs))
        return []


class AskConfirmed(Action):
    """Shows the summary to confirm, or the fields to choose one to change."""

    def name(self) -> str:
        """Name in the domain."""
        return f"{ASK}confirmed"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Ask."""
        language = language_of(tracker)
        if tracker.get_slot("callback_choosing"):
            pairs = [(text(f"utter_field_{field}", language), payload("change_field", field=field)) for field in FIELDS]
            dispatcher.utter_message(response="utter_callback_what_to_change", buttons=buttons(*pairs))
            return []
        choices = buttons(
            (text("utter_callback_confirm_button", language), "/affirm"),
            (text("utter_callback_change_button", language), "/deny"),
            (text("utter_callback_cancel_button", language), "/cancel"),
        )
        shown = summary(tracker.current_slot_values(), language)
        dispatcher.utter_message(response="utter_callback_summary", buttons=choices, **shown)
        return []


def summary(slots: dict[str, Any], language: str) -> dict[str, str]:
    """The form's values as the person reads them."""
    yes_no = "utter_yes" if slots["callback_voicemail"] else "utter_no"
    return {
        "callback_name": str(slots["callback_name"]),
        "callback_phone": national(slots["callback_phone"]),
        "callback_language": LANGUAGES[slots["callback_language"]].name,
        "callback_window": describe_window(CallWindow.decode(slots["callback_window"]), language),
        "callback_topic": text(f"utter_topic_{slots['callback_topic']}", language),
        "callback_voicemail": text(yes_no, language),
    }


def window_label(window: CallWindow, language: str) -> str:
    """A window on a button: the day, and the part of the day with its hours."""
    start, end = describe_time(window.start, language), describe_time(window.end, language)
    part = text(f"utter_callback_window_{_part(window)}", language, window_start=start, window_end=end)
    return f"{describe_day(window, language)} · {part}"


def _part(window: CallWindow) -> str:
    span = DayPart(window.start.timetz().replace(tzinfo=None), window.end.timetz().replace(tzinfo=None))
    if span.end.hour <= NOON:
        return "morning"
    return "afternoon" if span.start.hour < EVENING else "evening"
