"""A person needs one of us: asked for by them, or by a rule of the dialogue."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.conversation import Channel, Conversation
from bot.domain.handover import Handover, Outcome, Reason
from bot.domain.service_hours import ServiceHours
from bot.services.handover_history import resumed
from bot.services.handover_ports import Post
from bot.services.ports import Clock, NewWork, Work

MOST_REQUESTS = 4
"""How often a person may come into the queue within `WITHIN`; danger is never counted."""
WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Queued:
    """In the queue, at a position that counts from 1. `is_new`: only now. `is_open`: somebody of us is there."""

    position: int
    urgent: bool
    is_new: bool
    is_open: bool
    opens_at: datetime | None = None


@dataclass(frozen=True)
class Held:
    """One of us already has the chat."""


@dataclass(frozen=True)
class Closed:
    """Nobody who speaks the language is there; None when it is not known when."""

    opens_at: datetime | None


@dataclass(frozen=True)
class TooOften:
    """The person was in the queue too often of late."""


@dataclass(frozen=True)
class Muted:
    """Refused until a moment."""

    until: datetime


@dataclass(frozen=True)
class TryOut:
    """Not a person: the Playground, or a shell."""


Asked = Queued | Held | Closed | TooOften | Muted | TryOut


class HandoverRequests:
    """Puts people into the queue and takes them out at their wish. `duty_chat` hears of danger when nobody is there."""

    def __init__(
        self, new_work: NewWork, clock: Clock, hours: ServiceHours, post: Post, duty_chat: int | None, link: str
    ) -> None:
        self._new_work = new_work
        self._clock = clock
        self._hours = hours
        self._post = post
        self._duty_chat = duty_chat
        self._link = link

    def ask(self, conversation_id: str, reason: Reason, topic: str = "") -> Asked:
        """Ask for one of us. Asking again changes nothing, unless danger is new."""
        with self._new_work() as work:
            person = work.conversations.get(conversation_id)
            if person is None or person.channel is not Channel.TELEGRAM:
                return TryOut()
            asked = self._ask(work, person, reason, topic)
            work.commit()
        return asked

    def leave(self, conversation_id: str) -> bool:
        """The person wants the bot back, or nobody any more; whether anything ended."""
        now = self._clock()
        with self._new_work() as work:
            work.handovers.lock(conversation_id)
            handover = work.handovers.open_for(conversation_id)
            if handover is None:
                return False
            if handover.is_held:
                work.trackers.append(conversation_id, [resumed(now, Outcome.LEFT.value)], False, now)
            handover.end(Outcome.LEFT, now)
            work.handovers.save(handover)
            work.commit()
        return True

    def _ask(self, work: Work, person: Conversation, reason: Reason, topic: str) -> Asked:
        work.handovers.lock(person.id)
        present = work.handovers.open_for(person.id)
        if present is not None:
            return self._again(work, present, reason, topic)
        refusal = None if reason is Reason.PROTECTION else self._refusal(work, person)
        if refusal is not None:
            return refusal
        now, urgent = self._clock(), reason is Reason.PROTECTION
        handover = Handover(person.id, reason, person.speaks, now, now, urgent=urgent, topic=topic)
        work.handovers.add(handover)
        if urgent:
            self._alert(work, handover)
        return self._queued(work, handover, is_new=True)

    def _again(self, work: Work, present: Handover, reason: Reason, topic: str) -> Asked:
        if present.is_held:
            return Held()
        if reason is not Reason.PROTECTION or present.urgent:
            return self._queued(work, present, is_new=False)
        present.raise_alarm(topic)
        work.handovers.save(present)
        self._alert(work, present)
        return self._queued(work, present, is_new=True)

    def _refusal(self, work: Work, person: Conversation) -> Muted | TooOften | Closed | None:
        now = self._clock()
        mute = work.chats.mute_of(person.id)
        if mute is not None and mute.holds(now):
            return Muted(mute.until)
        if work.handovers.asked_since(person.id, now - WITHIN) >= MOST_REQUESTS:
            return TooOften()
        if not self._hours.is_open(now, person.speaks):
            return Closed(self._hours.next_opening(now, person.speaks))
        return None

    def _queued(self, work: Work, handover: Handover, is_new: bool) -> Queued:
        now, language = self._clock(), handover.language
        is_open = self._hours.is_open(now, language)
        opens_at = None if is_open else self._hours.next_opening(now, language)
        return Queued(1 + work.handovers.ahead_of(handover), handover.urgent, is_new, is_open, opens_at)

    def _alert(self, work: Work, handover: Handover) -> None:
        if self._duty_chat is not None and not self._hours.is_open(self._clock(), handover.language):
            self._post.alert(work, self._duty_chat, "utter_duty_alert", console_link=self._link)
