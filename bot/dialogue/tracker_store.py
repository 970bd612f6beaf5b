"""Rasa's tracker store on our tables: a row per turn, committed together with the turn's other effects."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.events import event_from, event_to
from bot.dialogue.quick_tracker import QuickTracker
from bot.dialogue.scrubbing import ends_form, scrub
from bot.dialogue.turn import current_turn
from bot.services.ports import Clock, NewWork, Work

T = TypeVar("T")

# What this store has already written of a tracker, kept on the tracker itself.
_STORED = "_montoyer_stored_events"
ERASING = "action_forget"


class SqlTrackerStore(TrackerStore):
    """Reads the latest session only, whatever the history's length. A database error is raised, never hidden."""

    def __init__(
        self,
        new_work: NewWork,
        clock: Clock,
        domain: Domain | None = None,
        in_threads: bool = False,
    ) -> None:
        super().__init__(domain)
        self._new_work = new_work
        self._clock = clock
        self._in_threads = in_threads

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of the latest session, or None."""
        return self._tracker(sender_id, await self._run(lambda work: work.trackers.latest_session(sender_id)))

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The tracker over all sessions, or None."""
        return self._tracker(conversation_id, await self._run(lambda work: work.trackers.all(conversation_id)))

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """A new tracker; written with its first turn, not before."""
        tracker = QuickTracker(sender_id, self.domain.slots)
        setattr(tracker, _STORED, 0)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the events of this turn, and whatever else belongs to the turn, in one transaction."""
        events = list(tracker.events)
        new = events[getattr(tracker, _STORED, 0) :]
        turn = current_turn()
        now = self._clock()

        def write(work: Work) -> None:
            self._append(work, tracker.sender_id, new, now)
            if turn is not None:
                turn.write(work)
            work.commit()

        await self._run(write)
        setattr(tracker, _STORED, len(events))

    async def keys(self) -> Iterable[str]:
        """Every conversation id."""
        return await self._run(lambda work: work.trackers.conversation_ids())

    @staticmethod
    def _append(work: Work, sender_id: str, new: list[Event], now: datetime) -> None:
        actions = {event.action_name for event in new if isinstance(event, ActionExecuted)}
        if ERASING in actions:
            # The action has erased what was stored; writing this turn would bring its words back.
            return
        if not new:
            return
        described = [event_to(event) for event in new]
        work.trackers.append(sender_id, described, ACTION_SESSION_START_NAME in actions, now)
        if ends_form(described):
            _scrub_latest_session(work, sender_id)

    def _tracker(self, sender_id: str, stored: list[dict[str, Any]]) -> DialogueStateTracker | None:
        if not stored:
            return None
        events = [event_from(parameters) for parameters in stored]
        tracker = QuickTracker.from_events(sender_id, events, self.domain.slots)
        setattr(tracker, _STORED, len(tracker.events))
        return tracker

    async def _run(self, job: Callable[[Work], T]) -> T:
        def in_work() -> T:
            with self._new_work() as work:
                return job(work)

        # SQLite answers faster than a thread starts; a server over the network must not stop the loop.
        return await asyncio.to_thread(in_work) if self._in_threads else in_work()


def _scrub_latest_session(work: Work, sender_id: str) -> None:
    # A form keeps its session open, so that all of its turns are in this one.
    turns = work.trackers.turns_of_latest_session(sender_id)
    scrubbed = scrub([events for _, events in turns])
    for (turn_id, before), after in zip(turns, scrubbed, strict=True):
        if before != after:
            work.trackers.replace(turn_id, after)
