"""What a message means as an answer to one question of the callback form. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.call_window import CallWindow, DayPart
from bot.domain.callback import Topic
from bot.domain.errors import PastWindow, UnreadablePhone, UnreadableWindow
from bot.domain.language import LANGUAGES
from bot.services.phone import read_phone
from bot.services.windows import read_window

FIELDS = ("name", "phone", "language", "window", "topic", "voicemail")
"""What a person can correct, in the order of the questions."""

SURE = 0.6
"""From this confidence on, a message that fits an intent is taken as a question, not as an answer."""

_DOUBT = 0.8
"""From here on even a text that could be a name or a time is a question."""

LONGEST_NAME = 60
MOST_WORDS_IN_NAME = 5

# Which topic of the callback a question belongs to, by the beginning of its intent.
_TOPICS: dict[str, Topic] = {
    "what_is_voluntary_return": Topic.RETURN,
    "who_can_apply_return": Topic.RETURN,
    "how_to_apply_return": Topic.RETURN,
    "return_cost_free": Topic.RETURN,
    "change_mind_cancel_return": Topic.RETURN,
    "second_time_application": Topic.RETURN,
    "countries_covered": Topic.RETURN,
    "how_long_until_departure": Topic.RETURN,
    "no_passport_travel_document": Topic.RETURN,
    "luggage": Topic.RETURN,
    "airport_day_accompaniment": Topic.RETURN,
    "third_country_destination": Topic.RETURN,
    "can_i_come_back_entry_ban": Topic.RETURN,
    "family_children_return": Topic.RETURN,
    "medical_needs_return": Topic.RETURN,
    "asylum_pending_withdraw": Topic.RETURN,
    "order_to_leave_received": Topic.RETURN,
    "pressured_to_return": Topic.RETURN,
    "money_amount": Topic.REINTEGRATION,
    "reintegration_support_what": Topic.REINTEGRATION,
    "already_returned_followup": Topic.REINTEGRATION,
    "luxembourg_return": Topic.LUXEMBOURG,
    "resettlement_belgium": Topic.PROGRAMMES,
    "family_reunification_help": Topic.PROGRAMMES,
    "labour_mobility_job": Topic.PROGRAMMES,
    "integration_antidiscrimination_projects": Topic.PROGRAMMES,
    "diaspora_projects": Topic.PROGRAMMES,
    "protection_projects": Topic.PROGRAMMES,
    "trafficking_exploitation": Topic.PROTECTION,
    "violence_women_lgbtqi": Topic.PROTECTION,
    "minor_alone_return": Topic.PROTECTION,
    "detention_closed_centre": Topic.PROTECTION,
    "afraid_country_not_safe": Topic.PROTECTION,
    "homeless_no_shelter": Topic.PROTECTION,
}

URGENT = frozenset(
    {
        "trafficking_exploitation",
        "violence_women_lgbtqi",
        "suicide_self_harm",
        "danger_emergency",
        "minor_alone_return",
        "detention_closed_centre",
        "order_to_leave_received",
    }
)
"""Intents after which a callback is urgent."""


@dataclass(frozen=True)
class Message:
    """What a person wrote, as the assistant understood it. `entities` holds the first value of each kind."""

    text: str
    intent: str
    confidence: float
    entities: Mapping[str, Any]

    @property
    def asks(self) -> bool:
        """Whether it is surely a question or request of its own."""
        return self.confidence >= SURE and self.intent not in _ANSWERS


# Intents that are answers to the form's questions, or none at all.
_ANSWERS = frozenset({"nlu_fallback", "affirm", "deny", "oos_gibberish", "", "greeting_start", "thanks"})
# Intents of buttons and commands: they are never a name or a time.
_OF_BUTTONS = frozenset({"choose_window", "choose_topic", "choose_language", "change_field", "something_else"})


@dataclass(frozen=True)
class Filled:
    """The answer."""

    value: Any


@dataclass(frozen=True)
class Invalid:
    """It was meant as an answer but cannot be used; `answer` is the catalogue key that says why."""

    answer: str


@dataclass(frozen=True)
class NotAnAnswer:
    """The person did something else."""


Reading = Filled | Invalid | NotAnAnswer


@dataclass(frozen=True)
class Context:
    """What readings depend on besides the message."""

    language: str
    now: datetime
    parts: tuple[DayPart, ...]


def read_answer(field: str, message: Message, context: Context) -> Reading:
    """What the message says about a field of the form."""
    return _READERS[field](message, context)


def _yes_no(message: Message, _: Context) -> Reading:
    if message.intent in ("affirm", "deny"):
        return Filled(message.intent == "affirm")
    return NotAnAnswer() if message.asks else Invalid("utter_invalid_yes_no")


def _name(message: Message, _: Context) -> Reading:
    if message.entities.get("person_name"):
        return Filled(str(message.entities["person_name"])[:LONGEST_NAME])
    text = " ".join(message.text.split())
    if message.text.startswith("/") or message.intent in _OF_BUTTONS:
        return NotAnAnswer()
    if message.asks and (message.confidence > _DOUBT or "?" in text):
        return NotAnAnswer()
    short = len(text) <= LONGEST_NAME and len(text.split()) <= MOST_WORDS_IN_NAME
    if short and "?" not in text and any(letter.isalpha() for letter in text):
        return Filled(text)
    return NotAnAnswer() if message.asks else Invalid("utter_invalid_name")


def _phone(message: Message, _: Context) -> Reading:
    written = message.entities.get("phone_number") or message.text
    try:
        return Filled(read_phone(str(written)))
    except UnreadablePhone:
        digits = sum(character.isdigit() for character in message.text)
        if message.asks and digits < _FEW_DIGITS:
            return NotAnAnswer()
        return Invalid("utter_invalid_phone")


_FEW_DIGITS = 5


def _language(message: Message, _: Context) -> Reading:
    code = str(message.entities.get("language", ""))
    if code in LANGUAGES:
        return Filled(code)
    named = [language.code for language in LANGUAGES.values() if language.name.lower() == message.text.strip().lower()]
    if named:
        return Filled(named[0])
    return NotAnAnswer() if message.asks else Invalid("utter_invalid_language")


def _window(message: Message, context: Context) -> Reading:
    chosen = message.entities.get("window")
    if not chosen and message.asks and "?" in message.text:
        # "are you open on saturday?" holds a day and is no answer; "tomorrow 3pm" is one, whatever it resembles.
        return NotAnAnswer()
    try:
        if chosen:
            window = CallWindow.decode(str(chosen))
            return Invalid("utter_past_window") if window.is_past(context.now) else Filled(window.encode())
        return Filled(read_window(message.text, context.language, context.now, context.parts).encode())
    except PastWindow:
        return Invalid("utter_past_window")
    except (UnreadableWindow, ValueError):
        return NotAnAnswer() if message.asks and not chosen else Invalid("utter_invalid_window")


def _topic(message: Message, _: Context) -> Reading:
    chosen = message.entities.get("topic")
    if chosen in {topic.value for topic in Topic}:
        return Filled(chosen)
    if message.intent in _TOPICS and message.confidence >= SURE:
        return Filled(_TOPICS[message.intent].value)
    if message.intent == "something_else":
        return Filled(Topic.OTHER.value)
    return NotAnAnswer() if message.asks else Invalid("utter_invalid_topic")


_READERS: dict[str, Callable[[Message, Context], Reading]] = {
    "consent": _yes_no,
    "name": _name,
    "phone": _phone,
    "language": _language,
    "window": _window,
    "topic": _topic,
    "voicemail": _yes_no,
    "confirmed": _yes_no,
}
