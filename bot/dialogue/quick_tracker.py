"""Rasa's tracker with a copy that costs the same however long the dialogue is."""

import copy
import dataclasses

from rasa.shared.core.trackers import DialogueStateTracker


class QuickTracker(DialogueStateTracker):
    """Rasa copies the tracker before each action by applying every event again; this copies what they led to."""

    def copy(self) -> "QuickTracker":
        """A duplicate whose changes do not reach this tracker."""
        duplicate = QuickTracker(self.sender_id, None, self._max_event_history, is_rule_tracker=self.is_rule_tracker)
        duplicate.slots = {name: copy.copy(slot) for name, slot in self.slots.items()}
        duplicate.events = self.events.copy()
        duplicate.sender_source = self.sender_source
        duplicate._paused = self._paused
        duplicate.followup_action = self.followup_action
        duplicate.latest_action = dict(self.latest_action) if self.latest_action is not None else None
        duplicate.latest_message = self.latest_message
        duplicate.latest_bot_utterance = self.latest_bot_utterance
        duplicate.active_loop = dataclasses.replace(self.active_loop) if self.active_loop else None
        return duplicate
