"""The part of a long dialogue that a turn reads: its end, and a few events that stand for its beginning.

A session has no end while somebody keeps writing, and Rasa's policies look at a handful of turns. So every few
turns a mark is stored: from which turn on to read, and what had come of the turns before it. The turns
themselves stay as they are, for people who read the history.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ConversationPaused,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)

from bot.dialogue.quick_tracker import QuickTracker

KEPT = 6
"""Turns behind a mark: more states than the longest rule or the memory of a story has (`max_history`)."""
EVERY = 4
"""Turns from one mark to the next: a reading takes in KEPT to KEPT + EVERY turns."""


@dataclass(frozen=True)
class TurnRead:
    """A stored turn: its id, how many events it has, and whether the assistant acted in it."""

    turn_id: int
    events: int
    acted: bool


def mark_place(turns: Sequence[TurnRead]) -> int | None:
    """Which of the turns that were read should be the first from now on; None while they are few.

    What was said to a person of the hotline, and a notice, are stored as turns too; the policies do not see those.
    """
    acted = [place for place, turn in enumerate(turns) if turn.acted]
    return acted[-KEPT] if len(acted) >= KEPT + EVERY else None


def stand_in(past: Sequence[Event], domain: Domain) -> list[Event] | None:
    """Events that lead to the same state as the past, without its words; None where only the past itself will do.

    That is in a form: it may hold personal data, which must not be stored a second time, and how it was
    triggered counts. The intents that were voiced are kept: whether danger was spoken of is asked later.
    """
    tracker = QuickTracker.from_events("", list(past), domain.slots)
    if tracker.active_loop is not None or tracker.latest_action_name != ACTION_LISTEN_NAME:
        return None
    events: list[Event] = [SessionStarted()]
    events += [_voiced(intent) for intent in _intents(past)]
    events += [SlotSet(name, slot.value) for name, slot in tracker.slots.items() if slot.has_been_set]
    events += [ConversationPaused()] if tracker.is_paused() else []
    events.append(ActionExecuted(ACTION_LISTEN_NAME))
    for event in events:
        event.timestamp = past[-1].timestamp
    return events


def _intents(past: Sequence[Event]) -> list[str]:
    """Each intent once, the latest last."""
    voiced: dict[str, None] = {}
    for event in past:
        if isinstance(event, UserUttered) and event.intent_name:
            voiced.pop(event.intent_name, None)
            voiced[event.intent_name] = None
    return list(voiced)


def _voiced(intent: str) -> UserUttered:
    return UserUttered(f"/{intent}", {"name": intent, "confidence": 1.0})
