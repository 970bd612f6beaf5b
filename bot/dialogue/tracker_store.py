"""Rasa's tracker store on our tables: a row per turn, committed together with the turn's other effects."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.events import event_from, event_to
from bot.dialogue.quick_tracker import QuickTracker
from bot.dialogue.scrubbing import ends_form, scrub
from bot.dialogue.tracker_window import TurnRead, mark_place, stand_in
from bot.dialogue.turn import current_turn
from bot.observability.spans import span
from bot.services.ports import Clock, NewWork, Work
from bot.services.tracker_ports import TrackerMark

T = TypeVar("T")

# What this store has already written of a tracker, and the turns it read, are kept on the tracker itself.
_STORED = "_montoyer_stored_events"
_READ = "_montoyer_read"
ERASING = "action_forget"


class SqlTrackerStore(TrackerStore):
    """Reads the end of the latest session, whatever the history's length. A database error is raised, never hidden.

    `new_reading` opens a transaction that only reads; without it reading queues behind writers.
    """

    def __init__(
        self,
        new_work: NewWork,
        clock: Clock,
        domain: Domain | None = None,
        in_threads: bool = False,
        new_reading: NewWork | None = None,
    ) -> None:
        super().__init__(domain)
        self._new_work = new_work
        self._new_reading = new_reading or new_work
        self._clock = clock
        self._in_threads = in_threads

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker over the end of the latest session, in the state that all of it led to; or None."""
        with span("read"):
            end = await self._run(lambda work: work.trackers.end(sender_id), reading=True)
            tracker = self._tracker(sender_id, [*end.before, *(event for _, events in end.turns for event in events)])
        if tracker is not None:
            setattr(tracker, _READ, (len(end.before), [_turn_read(turn_id, events) for turn_id, events in end.turns]))
        return tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The tracker over all sessions, or None."""
        return self._tracker(
            conversation_id, await self._run(lambda work: work.trackers.all(conversation_id), reading=True)
        )

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
        mark = self._mark(tracker)
        described = [event_to(event) for event in new]

        def write(work: Work) -> None:
            self._append(work, tracker.sender_id, described, now, mark)
            if turn is not None:
                turn.events = described
                turn.write(work)
            work.commit()

        with span("write"):
            await self._run(write)
        setattr(tracker, _STORED, len(events))

    async def keys(self) -> Iterable[str]:
        """Every conversation id."""
        return await self._run(lambda work: work.trackers.conversation_ids(), reading=True)

    def _mark(self, tracker: DialogueStateTracker) -> TrackerMark | None:
        """Where later readings may begin; None while that is near enough."""
        before, turns = getattr(tracker, _READ, (0, []))
        place = mark_place(turns)
        if place is None:
            return None
        events = list(tracker.events)[: before + sum(turn.events for turn in turns[:place])]
        instead = stand_in(events, self.domain)
        return TrackerMark(turns[place].turn_id, [event_to(event) for event in instead]) if instead else None

    @staticmethod
    def _append(
        work: Work, sender_id: str, described: list[dict[str, Any]], now: datetime, mark: TrackerMark | None
    ) -> None:
        actions = {event.get("name") for event in described if event["event"] == ActionExecuted.type_name}
        if ERASING in actions:
            # The action has erased what was stored; writing this turn would bring its words back.
            return
        if not described:
            return
        starts = ACTION_SESSION_START_NAME in actions
        work.trackers.append(sender_id, described, starts, now, None if starts else mark)
        if ends_form(described):
            _scrub_latest_session(work, sender_id)

    def _tracker(self, sender_id: str, stored: list[dict[str, Any]]) -> DialogueStateTracker | None:
        if not stored:
            return None
        events = [event_from(parameters) for parameters in stored]
        tracker = QuickTracker.from_events(sender_id, events, self.domain.slots)
        setattr(tracker, _STORED, len(tracker.events))
        return tracker

    async def _run(self, job: Callable[[Work], T], reading: bool = False) -> T:
        def in_work() -> T:
            with (self._new_reading if reading else self._new_work)() as work:
                return job(work)

        # SQLite answers faster than a thread starts; a server over the network must not stop the loop.
        return await asyncio.to_thread(in_work) if self._in_threads else in_work()


def _turn_read(turn_id: int, events: list[dict[str, Any]]) -> TurnRead:
    return TurnRead(turn_id, len(events), any(event["event"] == ActionExecuted.type_name for event in events))


def _scrub_latest_session(work: Work, sender_id: str) -> None:
    # A form keeps its session open, so that all of its turns are in this one.
    turns = work.trackers.turns_of_latest_session(sender_id)
    scrubbed = scrub([events for _, events in turns])
    for (turn_id, before), after in zip(turns, scrubbed, strict=True):
        if before != after:
            work.trackers.replace(turn_id, after)
