"""Rasa's tracker with a copy that costs the same however long the dialogue is."""

import copy
import dataclasses
from collections.abc import Iterable
from typing import Any

from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker


class QuickTracker(DialogueStateTracker):
    """Rasa copies the tracker before each action by applying every event again; this copies what they led to."""

    def __init__(self, sender_id: str, slots: Iterable[Slot] | None, *arguments: Any, **options: Any) -> None:
        super().__init__(sender_id, None, *arguments, **options)
        if slots is not None:
            self.slots = {slot.name: _copied(slot) for slot in slots}
            self._reset_slots()

    def init_copy(self) -> "QuickTracker":
        """A tracker for the same person in which nothing has happened yet."""
        return QuickTracker(
            self.sender_id, self.slots.values(), self._max_event_history, is_rule_tracker=self.is_rule_tracker
        )

    def copy(self) -> "QuickTracker":
        """A duplicate whose changes do not reach this tracker."""
        duplicate = QuickTracker(self.sender_id, None, self._max_event_history, is_rule_tracker=self.is_rule_tracker)
        duplicate.slots = {name: _copied(slot) for name, slot in self.slots.items()}
        duplicate.events = copy.copy(self.events)
        duplicate.sender_source = self.sender_source
        duplicate._paused = self._paused
        duplicate.followup_action = self.followup_action
        duplicate.latest_action = dict(self.latest_action) if self.latest_action is not None else None
        duplicate.latest_message = self.latest_message
        duplicate.latest_bot_utterance = self.latest_bot_utterance
        duplicate.active_loop = dataclasses.replace(self.active_loop) if self.active_loop else None
        return duplicate


def _copied(slot: Slot) -> Slot:
    """What `copy.copy` gives, without its way over pickling: a turn copies every slot five times."""
    twin = object.__new__(type(slot))
    twin.__dict__.update(slot.__dict__)
    return twin
