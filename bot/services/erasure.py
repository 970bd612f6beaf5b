"""Forgetting a person on request."""

from bot.services.ports import AuditEntry, Clock, NewWork, Work
from bot.services.staff_group_ports import OUR_CHAT

PERSON = "person"


class Erasure:
    """Removes all that is stored about a conversation; one audit line without identity remains."""

    def __init__(self, new_work: NewWork, clock: Clock) -> None:
        self._new_work = new_work
        self._clock = clock

    def erase(self, conversation_id: str, actor: str = PERSON) -> None:
        """Erase dialogue, callback requests, settings and what waits to be sent."""
        with self._new_work() as work:
            self._delete_topic(work, conversation_id)
            work.erase(conversation_id)
            work.audit.add(AuditEntry(self._clock(), actor, "person_erased", ""))
            work.commit()

    def _delete_topic(self, work: Work, conversation_id: str) -> None:
        """What colleagues read in the staff group goes, too, with all copies, once Telegram takes the call."""
        topic = work.topics.get(conversation_id)
        if topic is not None and topic.thread is not None:
            params = {"chat_id": topic.chat, "message_thread_id": topic.thread}
            work.outbox.add(OUR_CHAT, [{"method": "deleteForumTopic", "params": params}], self._clock())
