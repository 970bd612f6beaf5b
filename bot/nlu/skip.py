"""Which messages the pipeline leaves alone."""

import re

from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

_COMMAND = re.compile(r"^\s*/[\w:+-]+(@\d+(\.\d+)?)?(\{.*\})?\s*$", re.DOTALL)


def is_payload(message: Message) -> bool:
    """True for button payloads (/intent{...}): Rasa reads them itself, before and after the pipeline."""
    return bool(_COMMAND.match(message.get(TEXT) or ""))


def is_settled(message: Message) -> bool:
    """True for payloads and for messages that already have an intent."""
    intent = message.get(INTENT) or {}
    name = intent.get(INTENT_NAME_KEY) if isinstance(intent, dict) else intent
    return bool(name) or is_payload(message)
