"""Forgetting a person on request."""

from bot.services.ports import AuditEntry, Clock, NewWork

PERSON = "person"


class Erasure:
    """Removes all that is stored about a conversation; one audit line without identity remains."""

    def __init__(self, new_work: NewWork, clock: Clock) -> None:
        self._new_work = new_work
        self._clock = clock

    def erase(self, conversation_id: str, actor: str = PERSON) -> None:
        """Erase dialogue, callback requests, settings and what waits to be sent."""
        with self._new_work() as work:
            work.erase(conversation_id)
            work.audit.add(AuditEntry(self._clock(), actor, "person_erased", ""))
            work.commit()
