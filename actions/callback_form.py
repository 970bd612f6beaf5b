"""The callback form: reads answers, and asks the questions whose buttons depend on the moment."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.context import message_of
from actions.form_prompts import context_of
from bot.services.callback_form import FIELDS, Filled, Invalid, Message, NotAnAnswer, Reading, read_answer
from bot.services.phone import national

FORM = "callback_form"
REQUESTED = "requested_slot"
AFTER_WINDOW = ("topic", "voicemail", "confirmed")


def slot(field: str) -> str:
    """The slot of a field."""
    return f"callback_{field}"


class ValidateCallbackForm(Action):
    """Reads the latest message as an answer. Without any event the form steps aside for the question in it."""

    def name(self) -> str:
        """Name in the domain."""
        return f"validate_{FORM}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Slots that the message fills; `requested_slot` decides what is asked next."""
        asked = tracker.get_slot(REQUESTED)
        if tracker.active_loop.get("name") != FORM or not asked:
            return []
        if not _answers_now(tracker):
            dispatcher.utter_message(response="utter_callback_interrupted")
            return []
        message = message_of(tracker)
        corrects = (tracker.latest_message.get("metadata") or {}).get("corrects")
        if corrects:
            return _corrected(dispatcher, tracker, str(corrects), message)
        return _steer(message) or self._fill(dispatcher, tracker, asked.removeprefix("callback_"), message)

    def _fill(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, field: str, message: Message
    ) -> list[dict[str, Any]]:
        corrected = _correction(field, message, tracker)
        if corrected:
            return corrected
        if field == "phone":
            offered = _offered_contact(dispatcher, tracker, message)
            if offered is not None:
                return offered
        reading = read_answer(field, message, context_of(tracker))
        if field in AFTER_WINDOW and not isinstance(reading, Filled):
            # "tomorrow at three" after the time was asked corrects the time.
            window = read_answer("window", message, context_of(tracker))
            if isinstance(window, Filled):
                return [SlotSet(slot("window"), window.value)]
        if isinstance(reading, NotAnAnswer) and message.intent == "callback_request":
            # Asking again for what is being asked: the same question once more. A bare number looks like it, too.
            return [SlotSet(slot("confirmed"), None)]
        return _events(dispatcher, field, reading)


def _corrected(
    dispatcher: CollectingDispatcher, tracker: Tracker, field: str, message: Message
) -> list[dict[str, Any]]:
    """An earlier message was edited: its new words replace the answer it gave."""
    reading = read_answer(field, message, context_of(tracker))
    if isinstance(reading, Filled):
        dispatcher.utter_message(response="utter_correction_taken")
        return _filled(dispatcher, field, reading.value)
    # What cannot be read now was withdrawn all the same: it is asked again.
    if isinstance(reading, Invalid):
        dispatcher.utter_message(response=reading.answer)
    return [SlotSet(slot(field), None)]


def _answers_now(tracker: Tracker) -> bool:
    """Whether the form runs directly after the person wrote; else it comes back after another answer."""
    actions = [event["name"] for event in tracker.events if event["event"] == "action"]
    before = actions[-2] if actions and actions[-1] == FORM and len(actions) > 1 else actions[-1:]
    return before in ("action_listen", ["action_listen"])


def _steer(message: Message) -> list[dict[str, Any]]:
    """Cancel, or pick a field to correct."""
    if message.intent == "cancel":
        return [SlotSet(slot("confirmed"), False), SlotSet(REQUESTED, None)]
    if message.intent == "change_field":
        field = str(message.entities.get("field", ""))
        if field in FIELDS:
            return [SlotSet(slot(field), None), SlotSet(slot("choosing"), None), SlotSet(REQUESTED, slot(field))]
        return _choose_field()
    return []


def _choose_field() -> list[dict[str, Any]]:
    """Something is to be corrected: show the fields."""
    return [SlotSet(slot("confirmed"), None), SlotSet(slot("choosing"), True)]


def _correction(field: str, message: Message, tracker: Tracker) -> list[dict[str, Any]]:
    """A phone number given out of turn replaces the one that was given before."""
    given = message.entities.get("phone_number")
    if field in ("phone", "consent") or not given or not tracker.get_slot(slot("phone")):
        return []
    reading = read_answer("phone", message, context_of(tracker))
    return [SlotSet(slot("phone"), reading.value)] if isinstance(reading, Filled) else []


def _offered_contact(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> list[dict[str, Any]] | None:
    """Someone else's contact is used only after a yes."""
    offered = tracker.get_slot("callback_phone_offered")
    if offered and message.intent == "affirm":
        return [SlotSet(slot("phone"), offered), SlotSet("callback_phone_offered", None)]
    if offered and message.intent == "deny":
        return [SlotSet(slot("phone"), None), SlotSet("callback_phone_offered", None)]
    if message.intent != "sent_contact" or message.entities.get("own") == "yes":
        return None
    reading = read_answer("phone", message, context_of(tracker))
    if not isinstance(reading, Filled):
        return None
    return [SlotSet(slot("phone"), None), SlotSet("callback_phone_offered", reading.value)]


def _events(dispatcher: CollectingDispatcher, field: str, reading: Reading) -> list[dict[str, Any]]:
    match reading:
        case Filled(value):
            return _filled(dispatcher, field, value)
        case Invalid(answer):
            dispatcher.utter_message(response=answer)
            return [SlotSet(slot(field), None)]
        case _:
            return []


def _filled(dispatcher: CollectingDispatcher, field: str, value: Any) -> list[dict[str, Any]]:
    if field == "phone":
        # Read back, and the keyboard with the share button goes away.
        dispatcher.utter_message(response="utter_phone_noted", callback_phone=national(value))
    if field == "consent" and value is False:
        return [SlotSet(slot("consent"), False), SlotSet(REQUESTED, None)]
    if field == "confirmed" and value is False:
        return _choose_field()
    return [SlotSet(slot(field), value)]
