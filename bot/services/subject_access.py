"""A person's rights over their data, exercised by staff on request: to see it, to receive it, to have it erased."""

from dataclasses import dataclass
from typing import Any

from bot.domain.errors import ConversationNotFound
from bot.services.erasure import Erasure
from bot.services.ports import AuditEntry, Clock, NewWork, Work


@dataclass(frozen=True)
class Held:
    """What is held about a person, in numbers of rows by kind."""

    conversation_id: str
    counts: dict[str, int]


class SubjectAccess:
    """Shows, hands out and erases. Each leaves an audit entry; an erasure's does not name the person."""

    def __init__(self, new_work: NewWork, clock: Clock, erasure: Erasure) -> None:
        self._new_work = new_work
        self._clock = clock
        self._erasure = erasure

    def look(self, conversation_id: str, staff: str) -> Held:
        """How much is held. Raises `ConversationNotFound`."""
        with self._new_work() as work:
            self._require(work, conversation_id)
            counts = work.personal.counts(conversation_id)
            self._note(work, staff, "person_looked_up", conversation_id)
            work.commit()
        return Held(conversation_id, counts)

    def hand_out(self, conversation_id: str, staff: str) -> dict[str, Any]:
        """All of it, ready for JSON. Raises `ConversationNotFound`."""
        with self._new_work() as work:
            self._require(work, conversation_id)
            rows = work.personal.everything(conversation_id)
            self._note(work, staff, "person_exported", conversation_id)
            work.commit()
        return {"made_at": self._clock().isoformat(), "conversation": conversation_id, **rows}

    def erase(self, conversation_id: str, staff: str) -> None:
        """Erase all of it. Raises `ConversationNotFound`."""
        with self._new_work() as work:
            self._require(work, conversation_id)
        self._erasure.erase(conversation_id, staff)

    def _note(self, work: Work, staff: str, action: str, conversation_id: str) -> None:
        work.audit.add(AuditEntry(self._clock(), staff, action, conversation_id))

    @staticmethod
    def _require(work: Work, conversation_id: str) -> None:
        if work.conversations.get(conversation_id) is None:
            raise ConversationNotFound(conversation_id)
