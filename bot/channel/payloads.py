"""Payloads `/intent{"entity": "value"}`: what our buttons and commands mean. Typed text never becomes one."""

import json
import re
from typing import Any

_PAYLOAD = re.compile(r"/([a-z][a-z0-9_]*)(\{.*\})?", re.DOTALL)

COMMANDS = {
    "start": "/start",
    "help": "/help",
    "menu": "/help_menu",
    "language": "/change_language",
    "callback": "/callback_request",
    "human": "/human_request",
    "bot": "/back_to_bot",
    "privacy": "/privacy",
    "forget": "/forget",
    "stop": "/stop",
}
"""Commands in the order in which they are shown, with the payload each stands for."""

DEEP_LINKS = {
    "callback": "/callback_request",
    "human": "/human_request",
    "return": "/what_is_voluntary_return",
    "reintegration": "/reintegration_support_what",
    "luxembourg": "/luxembourg_return",
    "office": "/office_address",
    "emergency": "/danger_emergency",
    "privacy": "/privacy",
}
"""Words of `t.me/<bot>?start=<word>` links for posters, with the payload each stands for."""

_ANSWERS = ("affirm", "deny", "cancel", "choose_window", "choose_topic", "change_field", "something_else")


def answers_a_question(text: str) -> bool:
    """Whether a payload means something only as the answer to what was asked beside its button."""
    found = _PAYLOAD.fullmatch(text)
    return bool(found and found.group(1) in _ANSWERS)


def payload(intent: str, **entities: str) -> str:
    """The payload of an intent with entities."""
    return f"/{intent}{json.dumps(entities, ensure_ascii=False)}" if entities else f"/{intent}"


def parse(text: str) -> dict[str, Any]:
    """What Rasa's understanding would say of a payload, without asking it. Raises ValueError for anything else."""
    found = _PAYLOAD.fullmatch(text)
    if not found:
        raise ValueError("not a payload")
    entities = json.loads(found.group(2)) if found.group(2) else {}
    intent = {"name": found.group(1), "confidence": 1.0}
    return {
        "text": text,
        "intent": intent,
        "intent_ranking": [intent],
        "entities": [
            {"entity": name, "value": value, "start": 0, "end": len(text), "extractor": "payload"}
            for name, value in entities.items()
        ],
    }
