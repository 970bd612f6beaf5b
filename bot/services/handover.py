"""The desk of the live chats: what a colleague can do, from whatever place they work in.

Every verb leaves an audit entry. The console is one desk over this service, a Telegram group may be another.
"""

import hashlib
import html
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.domain.conversation import Channel, Conversation
from bot.domain.errors import ChatNotFound, Unreachable, WrongState
from bot.domain.handover import CHOSEN, Handover, Mute, Outcome, Reason, Stage
from bot.services.handover_history import author, paused, resumed
from bot.services.handover_ports import Post
from bot.services.ports import AuditEntry, Clock, NewWork, Work

Send = Callable[[Work, Conversation], list[int]]
Keep = Callable[[Work, list[int]], None]
"""Writes down, in the same transaction, in which calls the words went."""


class HandoverDesk:
    """Takes chats, writes in them, passes them on, and gives them back to the bot."""

    def __init__(self, new_work: NewWork, clock: Clock, post: Post) -> None:
        self._new_work = new_work
        self._clock = clock
        self._post = post

    def take(self, conversation_id: str, staff: str) -> Handover:
        """Take a chat, waiting or not. Raises `AlreadyTaken` with the colleague's name, `ChatNotFound`."""
        now = self._clock()
        with self._new_work() as work:
            person = self._person(work, conversation_id)
            handover = work.handovers.open_for(conversation_id) or self._begun(work, person)
            was_held = handover.is_held
            handover.take(staff, now)
            work.handovers.save(handover)
            if not was_held:
                work.trackers.append(conversation_id, [paused(now, staff)], False, now)
                self._post.tell(work, person, "utter_handover_taken")
                self._audit(work, staff, "chat_taken", conversation_id)
            work.commit()
        return handover

    def take_over(self, conversation_id: str, staff: str) -> Handover:
        """Take a chat from the colleague who holds it."""
        return self._change(conversation_id, staff, "chat_taken_over", lambda it: it.take_over(staff, self._clock()))

    def pass_on(self, conversation_id: str, staff: str, to: str, note: str = "") -> Handover:
        """Hand a chat to a colleague, with a word for them only."""
        now = self._clock()
        with self._new_work() as work:
            handover = self._open(work, conversation_id)
            handover.pass_on(staff, to, now)
            work.handovers.save(handover)
            if note:
                work.chats.add_note(conversation_id, now, staff, note)
            self._audit(work, staff, "chat_passed_on", conversation_id)
            work.commit()
        return handover

    def write(
        self,
        conversation_id: str,
        staff: str,
        text: str,
        key: str,
        reply_to: int | None = None,
        keep: Keep | None = None,
    ) -> list[int]:
        """Send words to the person, as a reply to a message of theirs; the same `key` again sends nothing.

        Gives outbox ids. Raises `Unreachable`; `AlreadyTaken` or `WrongState` when another or nobody holds the chat.
        """
        message: dict[str, Any] = {"text": html.escape(text, quote=False), "reply_to": reply_to}
        return self._say(conversation_id, staff, key, self._words(message, {"author": author(staff)}, keep))

    def correct(self, conversation_id: str, staff: str, text: str, sent_as: int, keep: Keep | None = None) -> list[int]:
        """Change what the person got from us under the number `sent_as`. The history holds both; raises as `write`."""
        message: dict[str, Any] = {"text": html.escape(text, quote=False), "edits": sent_as}
        # Telegram may report an edit twice: the same words are one.
        key = hashlib.sha256(f"{conversation_id}:{sent_as}:{text}".encode()).hexdigest()
        return self._say(conversation_id, staff, key, self._words(message, {"author": author(staff)}, keep))

    def answer(self, conversation_id: str, staff: str, answer: str, key: str) -> list[int]:
        """Send an answer of the catalogue in the person's language. As `write`; raises `AnswerNotFound`, too."""
        metadata = {"author": author(staff), "kind": "answer", "utter_action": answer}
        return self._say(
            conversation_id, staff, key, lambda work, person: self._post.answer(work, person, answer, metadata)
        )

    def note(self, conversation_id: str, staff: str, text: str, key: str) -> None:
        """Keep a remark for colleagues; nothing is sent."""
        now = self._clock()
        with self._new_work() as work:
            self._person(work, conversation_id)
            if work.chats.first_time(key, conversation_id, now):
                work.chats.add_note(conversation_id, now, staff, text)
                self._audit(work, staff, "chat_noted", conversation_id)
                work.commit()

    def close(self, conversation_id: str, staff: str, outcome: Outcome) -> Handover:
        """End a chat and give the word back to the bot. A waiting one may be closed by anybody."""
        if outcome not in CHOSEN:
            raise ValueError(outcome.value)
        with self._new_work() as work:
            handover = self._open(work, conversation_id)
            if handover.is_held:
                handover.require_holder(staff)
            self._end(work, handover, outcome)
            self._audit(work, staff, "chat_closed", conversation_id)
            work.commit()
        return handover

    def mute(self, conversation_id: str, staff: str, span: timedelta, reason: str) -> Mute:
        """Refuse the person's wishes for one of us for a while; a chat that is open ends. Danger still gets through."""
        now = self._clock()
        mute = Mute(conversation_id, staff, now, now + span, reason)
        with self._new_work() as work:
            person = self._person(work, conversation_id)
            handover = work.handovers.open_for(conversation_id)
            if handover is not None:
                if handover.is_held:
                    handover.require_holder(staff)
                self._end(work, handover, Outcome.MUTED)
            work.chats.mute(mute)
            self._post.tell(work, person, "utter_handover_muted", muted_until=mute.until)
            self._audit(work, staff, "chat_muted", conversation_id)
            work.commit()
        return mute

    def unmute(self, conversation_id: str, staff: str) -> None:
        """End a mute before its time."""
        with self._new_work() as work:
            work.chats.unmute(conversation_id)
            self._audit(work, staff, "chat_unmuted", conversation_id)
            work.commit()

    def types(self, conversation_id: str, staff: str) -> None:
        """The holder is typing: the person sees it for some seconds."""
        with self._new_work() as work:
            work.handovers.typing(conversation_id, staff, self._clock())
            work.commit()

    def _say(self, conversation_id: str, staff: str, key: str, send: Send) -> list[int]:
        now = self._clock()
        with self._new_work() as work:
            person = self._person(work, conversation_id)
            if not work.chats.first_time(key, conversation_id, now):
                return []
            handover = self._open(work, conversation_id)
            handover.staff_wrote(staff, now)
            if not person.wants_answers:
                raise Unreachable(conversation_id)
            ids = send(work, person)
            work.handovers.save(handover)
            work.chats.see(handover.id, staff, handover.person_messages)
            self._audit(work, staff, "chat_written", conversation_id)
            work.commit()
        return ids

    def _words(self, message: dict[str, Any], metadata: dict[str, Any], keep: Keep | None) -> Send:
        def send(work: Work, person: Conversation) -> list[int]:
            ids = self._post.send(work, person, message, {**metadata, "kind": "text"})
            if keep is not None:
                keep(work, ids)
            return ids

        return send

    def _end(self, work: Work, handover: Handover, outcome: Outcome) -> None:
        now = self._clock()
        if handover.is_held:
            work.trackers.append(handover.conversation_id, [resumed(now, outcome.value)], False, now)
        handover.end(outcome, now, resumes=True)
        work.handovers.save(handover)

    def _begun(self, work: Work, person: Conversation) -> Handover:
        now = self._clock()
        begun = Handover(person.id, Reason.TAKEN_BY_STAFF, person.speaks, now, now)
        work.handovers.add(begun)
        return begun

    def _change(self, conversation_id: str, staff: str, action: str, verb: Callable[[Handover], None]) -> Handover:
        with self._new_work() as work:
            handover = self._open(work, conversation_id)
            verb(handover)
            work.handovers.save(handover)
            self._audit(work, staff, action, conversation_id)
            work.commit()
        return handover

    def _audit(self, work: Work, staff: str, action: str, conversation_id: str) -> None:
        work.audit.add(AuditEntry(self._clock(), staff, action, conversation_id))

    @staticmethod
    def _person(work: Work, conversation_id: str) -> Conversation:
        work.handovers.lock(conversation_id)
        person = work.conversations.get(conversation_id)
        if person is None or person.channel is not Channel.TELEGRAM:
            raise ChatNotFound(conversation_id)
        return person

    @staticmethod
    def _open(work: Work, conversation_id: str) -> Handover:
        work.handovers.lock(conversation_id)
        handover = work.handovers.open_for(conversation_id)
        if handover is None:
            raise WrongState(conversation_id, Stage.ENDED.value, "change")
        return handover
