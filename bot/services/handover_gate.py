"""Decides, before anything is understood, whether a message goes to one of us or to the bot."""

from bot.services.handover_history import Heard, heard
from bot.services.ports import Clock, NewWork


class HandoverGate:
    """Keeps what a person writes to one of us."""

    def __init__(self, new_work: NewWork, clock: Clock, new_reading: NewWork | None = None) -> None:
        self._new_work = new_work
        self._new_reading = new_reading or new_work
        self._clock = clock

    def is_held(self, conversation_id: str) -> bool:
        """Whether one of us holds the chat."""
        with self._new_reading() as work:
            handover = work.handovers.open_for(conversation_id)
        return handover is not None and handover.is_held

    def keep(self, conversation_id: str, said: Heard | None, update_id: int) -> bool:
        """Write a message into the history and finish its update, together; False when nobody holds the chat.

        Without `said` the update is finished and leaves no trace.
        """
        now = self._clock()
        with self._new_work() as work:
            work.handovers.lock(conversation_id)
            handover = work.handovers.open_for(conversation_id)
            if handover is None or not handover.is_held:
                return False
            if said is not None:
                work.trackers.append(conversation_id, [heard(said, now)], False, now)
                handover.person_wrote(now)
                work.handovers.save(handover)
            work.inbox.finish(update_id, conversation_id, now)
            work.commit()
        return True
