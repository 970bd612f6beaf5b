"""What happens around the callback form: is one open, record it, change it, cancel it."""

import hashlib
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.callback_form import slot
from actions.context import buttons, catalogue, language_of, request_key, text
from bot.answers.formats import describe_window
from bot.bootstrap import app, clock
from bot.domain.call_window import CallWindow
from bot.domain.callback import CallbackRequest, Consent, Topic, Wish
from bot.domain.errors import AlreadyOpen, CallbackNotFound
from bot.services.callback_form import FIELDS, URGENT

Events = list[dict[str, Any]]
_ISO_CODE = 2
_ALL = ("consent", *FIELDS, "confirmed", "choosing", "phone_offered", "amends")


def cleared() -> Events:
    """Events that empty the form."""
    return [SlotSet(slot(field), None) for field in _ALL]


class CheckCallback(Action):
    """Looks whether the person has an open request, and says how the last one ended."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_check_callback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Set `callback_open`."""
        latest = app().callbacks.latest_for(tracker.sender_id)
        is_open = app().callbacks.open_for(tracker.sender_id) is not None
        if latest is not None and not is_open:
            dispatcher.utter_message(response="utter_callback_last", **describe(latest, language_of(tracker)))
        return [*cleared(), SlotSet("callback_open", is_open)]


class ShowCallback(Action):
    """Shows the open request and offers to change or cancel it."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_show_callback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Show it, or say that there is none."""
        language = language_of(tracker)
        request = app().callbacks.open_for(tracker.sender_id)
        if request is None:
            dispatcher.utter_message(response="utter_callback_none_open")
            return []
        choices = buttons(
            (text("utter_callback_change_button", language), "/change_callback"),
            (text("utter_callback_cancel_button", language), "/cancel_callback"),
        )
        shown = describe(request, language)
        dispatcher.utter_message(response="utter_callback_already_open", buttons=choices, **shown)
        return []


class ChangeCallback(Action):
    """Fills the form from the open request, so that single fields can be corrected."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_change_callback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Fill the slots; without an open request the form starts empty."""
        request = app().callbacks.open_for(tracker.sender_id)
        if request is None:
            return cleared()
        wish = request.wish
        values = {
            "consent": True,
            "name": wish.name,
            "phone": wish.phone,
            "language": wish.language,
            "window": wish.window.encode(),
            "topic": wish.topic.value,
            "voicemail": wish.may_leave_message,
            "confirmed": None,
            "amends": request.reference,
        }
        return [SlotSet(slot(field), value) for field, value in values.items()]


class CancelCallback(Action):
    """Cancels the open request."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_cancel_callback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Cancel it, or say that there is none."""
        try:
            app().callbacks.cancel(tracker.sender_id)
        except CallbackNotFound:
            dispatcher.utter_message(response="utter_callback_none_open")
        else:
            dispatcher.utter_message(response="utter_callback_cancelled")
        return []


class FinishCallback(Action):
    """Ends the form: declined, cancelled, amended or recorded. Its values leave the slots."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_finish_callback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Do what the person decided."""
        slots = tracker.current_slot_values()
        if slots.get(slot("consent")) is not True:
            dispatcher.utter_message(response="utter_callback_consent_refused")
        elif slots.get(slot("confirmed")) is not True:
            dispatcher.utter_message(response="utter_callback_form_cancelled")
        else:
            self._keep(dispatcher, tracker, slots)
        return [*cleared(), SlotSet("callback_open", None)]

    def _keep(self, dispatcher: CollectingDispatcher, tracker: Tracker, slots: dict[str, Any]) -> None:
        language, desk = language_of(tracker), app().callbacks
        wish = wish_of(slots)
        try:
            if slots.get(slot("amends")):
                request = desk.amend(tracker.sender_id, wish)
            else:
                request = desk.record(
                    tracker.sender_id,
                    wish,
                    _consent(language),
                    request_key(tracker),
                    _is_urgent(tracker),
                    _country(tracker),
                )
        except (AlreadyOpen, CallbackNotFound):
            # Closed or opened elsewhere meanwhile: show what stands now.
            ShowCallback().run(dispatcher, tracker, {})
            return
        dispatcher.utter_message(response="utter_callback_recorded", **describe(request, language))


def wish_of(slots: dict[str, Any]) -> Wish:
    """The wish that the form's slots hold."""
    return Wish(
        name=slots[slot("name")],
        phone=slots[slot("phone")],
        language=slots[slot("language")],
        window=CallWindow.decode(slots[slot("window")]),
        topic=Topic(slots[slot("topic")]),
        may_leave_message=bool(slots[slot("voicemail")]),
    )


def describe(request: CallbackRequest, language: str) -> dict[str, str]:
    """A request as the person reads it."""
    return {
        "callback_reference": request.reference,
        "callback_window": describe_window(request.wish.window, language),
        "callback_topic": text(f"utter_topic_{request.wish.topic.value}", language),
        "callback_state": text(f"utter_callback_state_{request.state.value}", language),
    }


def _consent(language: str) -> Consent:
    """Which text the person agreed to, so that it can be shown later what it said."""
    shown = catalogue().text("utter_ask_callback_form_callback_consent", language)
    return Consent(f"{language}:{hashlib.sha256(shown.encode()).hexdigest()[:16]}", clock())


def _country(tracker: Tracker) -> str | None:
    """The country the person named last, as in "can I go back to Brazil"."""
    said = (event.get("parse_data") or {} for event in tracker.events if event["event"] == "user")
    named = [it["value"] for data in said for it in data.get("entities") or [] if it.get("entity") == "country"]
    chosen = str(tracker.slots.get("country") or (named[-1] if named else ""))
    return chosen if len(chosen) == _ISO_CODE else None


def _is_urgent(tracker: Tracker) -> bool:
    intents = (
        (event.get("parse_data") or {}).get("intent", {}).get("name")
        for event in tracker.events
        if event["event"] == "user"
    )
    return any(intent in URGENT for intent in intents)
