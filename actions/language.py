"""Choosing the language of the talk."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.context import buttons, catalogue, language_of, second_of, text, topics
from actions.follow_up import last_topic
from actions.form_prompts import payload
from actions.second_language import ask_second
from bot.bootstrap import app
from bot.domain.language import LANGUAGES, closest

Events = list[dict[str, Any]]


class OfferLanguages(Action):
    """Shows the languages, each by its own name; the present one first. A language that was named is taken."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_offer_languages"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask, unless the person said which ("in French please")."""
        if _named(tracker) in LANGUAGES:
            return ChooseLanguage().run(dispatcher, tracker, domain)
        present = language_of(tracker)
        codes = [present, *(code for code in catalogue().languages if code != present)]
        pairs = [(LANGUAGES[code].name, payload("choose_language", language=code)) for code in codes]
        if catalogue().is_partial(present):
            pairs.append((text("utter_second_language_button", present), "/second_language"))
        dispatcher.utter_message(response="utter_choose_language", buttons=buttons(*pairs))
        return []


class ChooseLanguage(Action):
    """Keeps the choice and goes on in that language."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_choose_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Keep it, or ask again when it cannot be read."""
        code = _named(tracker)
        if code not in LANGUAGES:
            dispatcher.utter_message(response="utter_language_unclear")
            return OfferLanguages().run(dispatcher, tracker, domain)
        app().conversations.choose_language(tracker.sender_id, code)
        dispatcher.utter_message(response="utter_language_changed", in_language=code)
        if catalogue().is_partial(code) and second_of(tracker) is None:
            ask_second(dispatcher, code)
        else:
            topic = last_topic(tracker) if _offered_after_answer(tracker) else None
            dispatcher.utter_message(response=f"utter_{topic or 'start_choices'}", in_language=code)
        return [SlotSet("language", code)]


class OfferSwitch(Action):
    """Offers to answer in the language that the person writes, in both languages. Asked once for each language."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_offer_switch"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask."""
        present, other = language_of(tracker), closest(tracker.latest_message.get("language"))
        if other is None or other == present:
            return []
        both = [text("utter_offer_switch", code) for code in (other, present)]
        choices = buttons(
            (LANGUAGES[other].name, payload("choose_language", language=other)),
            (LANGUAGES[present].name, "/keep_language"),
        )
        dispatcher.utter_message(text="\n\n".join(both), buttons=choices)
        return [SlotSet("languages_offered", [*(tracker.get_slot("languages_offered") or []), other])]


def _named(tracker: Tracker) -> str | None:
    """The language in the latest message."""
    return next(tracker.get_latest_entity_values("language"), None)


def _offered_after_answer(tracker: Tracker) -> bool:
    """Whether the choice takes our offer, made after an answer: that answer is then given again."""
    actions = [event["name"] for event in tracker.events if event["event"] == "action"]
    spoken = [name for name in actions if name != "action_listen"]
    if spoken[-1:] != ["action_offer_switch"]:
        return False
    return spoken[-2] == "action_follow_up" or topics().of_answer(spoken[-2]) is not None
