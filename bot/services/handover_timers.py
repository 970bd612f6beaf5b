"""Nobody is forgotten: what is due is done from the database, once, by whichever process sees it first."""

from bot.domain.errors import AlreadyTaken
from bot.domain.handover import Due, Handover, Outcome, Patience
from bot.services.handover_history import resumed
from bot.services.handover_ports import Post
from bot.services.ports import AuditEntry, Clock, NewWork, Work

ACTOR = "clock"


class HandoverTimers:
    """Applies the timeouts of chats."""

    def __init__(
        self, new_work: NewWork, clock: Clock, patience: Patience, post: Post, duty_chat: int | None, link: str
    ) -> None:
        self._new_work = new_work
        self._clock = clock
        self._patience = patience
        self._post = post
        self._duty_chat = duty_chat
        self._link = link

    def apply(self) -> int:
        """Do what is due; how much that was. Safe to call at any time, in several processes."""
        with self._new_work() as work:
            due = [each for each in work.handovers.open() if each.due(self._clock(), self._patience)]
        return sum(self._see_to(handover.conversation_id) for handover in due)

    def _see_to(self, conversation_id: str) -> bool:
        try:
            with self._new_work() as work:
                # Read again: a colleague may have come in the meantime.
                work.handovers.lock(conversation_id)
                handover = work.handovers.open_for(conversation_id)
                due = handover.due(self._clock(), self._patience) if handover else None
                if handover is None or due is None:
                    return False
                self._act(work, handover, due)
                work.handovers.save(handover)
                work.audit.add(AuditEntry(self._clock(), ACTOR, f"chat_due_{due.value}", conversation_id))
                work.commit()
        except AlreadyTaken:
            return False
        return True

    def _act(self, work: Work, handover: Handover, due: Due) -> None:
        now = self._clock()
        match due:
            case Due.APOLOGISE:
                self._tell(work, handover, "utter_handover_nobody")
                handover.apologise(now)
                if handover.urgent and self._duty_chat is not None:
                    self._post.alert(work, self._duty_chat, "utter_duty_alert", console_link=self._link)
            case Due.REMIND:
                handover.remind(now)
            case Due.RETURN:
                self._tell(work, handover, "utter_handover_returned")
                self._give_back(work, handover, Outcome.STAFF_SILENT)
            case Due.CLOSE:
                self._give_back(work, handover, Outcome.IDLE)

    def _give_back(self, work: Work, handover: Handover, outcome: Outcome) -> None:
        now = self._clock()
        work.trackers.append(handover.conversation_id, [resumed(now, outcome.value)], False, now)
        handover.end(outcome, now, resumes=True)

    def _tell(self, work: Work, handover: Handover, key: str) -> None:
        person = work.conversations.get(handover.conversation_id)
        if person is not None:
            self._post.tell(work, person, key)
