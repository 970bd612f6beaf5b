"""What a turn was about, for those who train the assistant: written with the turn, without anybody's words.

Only words that were not understood, or hardly, are kept as words: redacted, without the conversation. Answers to a
form's questions never are, nor what sounds like somebody in danger: see docs/decisions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.call_window import brussels_day
from bot.domain.conversation import Channel, Conversation
from bot.nlu.decision import OUT_OF_SCOPE, UNSURE
from bot.nlu.protection import INTENTS as ALARMS
from bot.nlu.redaction import redact
from bot.services.overview_ports import What
from bot.services.ports import Work
from bot.services.studio_ports import HeardTurn, Reason, Unclear

DOUBT = 0.45
"""An answer below this confidence was given, and may have been the wrong one."""
LONGEST = 300
_ABOUT_A_TOPIC = ("answered", "safety", "out_of_scope")
_FORM = "_form"
_FALLBACK = "action_default_fallback"
_FORGET = "action_forget"

Event = Mapping[str, Any]


@dataclass(frozen=True)
class Heard:
    """A message of a turn, as it was understood. `guess` is the likeliest intent even where none was acted on."""

    text: str
    language: str
    intent: str
    guess: str
    confidence: float
    typed: bool


def keep(work: Work, events: list[dict[str, Any]], person: Conversation, now: datetime) -> None:
    """Note what a turn was about; the Playground is left out. Belongs into the turn's own transaction."""
    heard = _heard(events, person)
    actions = {str(event.get("name")) for event in events if event["event"] == "action"}
    if heard is None or person.channel is Channel.PLAYGROUND or _FORGET in actions:
        return
    outcome = _outcome(heard, actions)
    work.heard.add(HeardTurn(person.id, now, heard.language, heard.intent[:64], heard.confidence, outcome))
    reason = _reason(heard, outcome)
    if reason is not None:
        text = redact(heard.text[:LONGEST])
        work.unclear.add(Unclear(text, heard.language, heard.guess[:64], heard.confidence, reason, now))
    counts = [(What.MESSAGE, heard.language), (What.OUTCOME, outcome)]
    if outcome in _ABOUT_A_TOPIC:
        counts.append((What.TOPIC, heard.intent))
    work.counts.add(brussels_day(now), counts)


def count(work: Work, person: Conversation, now: datetime) -> None:
    """A message that no turn was made of: to a colleague, or one that is answered without the assistant."""
    if person.channel is not Channel.PLAYGROUND:
        work.counts.add(brussels_day(now), [(What.MESSAGE, person.speaks)])


def _heard(events: list[dict[str, Any]], person: Conversation) -> Heard | None:
    last = next((event for event in reversed(events) if event["event"] == "user"), None)
    if last is None:
        return None
    parsed = last.get("parse_data") or {}
    intent = parsed.get("intent") or {}
    names = [str(entry.get("name")) for entry in parsed.get("intent_ranking") or [] if entry.get("name") != UNSURE]
    text, name = str(last.get("text") or ""), str(intent.get("name") or UNSURE)
    return Heard(
        text=text,
        language=str(parsed.get("language") or person.speaks),
        intent=name,
        guess=(names or [""])[0] if name == UNSURE else name,
        confidence=float(intent.get("confidence") or 0.0),
        typed=not text.startswith("/"),
    )


def _outcome(heard: Heard, actions: set[str]) -> str:
    if heard.intent in ALARMS:
        return "safety"
    if any(action.endswith(_FORM) for action in actions):
        return "form"
    if heard.intent == UNSURE:
        return "unknown" if _FALLBACK in actions else "unsure"
    return "out_of_scope" if heard.intent.startswith(OUT_OF_SCOPE) else "answered"


def _reason(heard: Heard, outcome: str) -> Reason | None:
    if not heard.typed or outcome in ("safety", "form") or heard.guess in ALARMS:
        return None
    if heard.intent == UNSURE:
        return Reason.UNKNOWN
    return Reason.UNSURE if heard.confidence < DOUBT else None
