"""What the topics of the staff group have to show next, step by step, from the database alone.

A step is asked for, made at Telegram, and written down; whoever asks after a crash gets the same step again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum

from bot.domain.handover import Handover, Stage
from bot.services.handover_ports import Note, StoredTurn
from bot.services.ports import Clock, NewWork, Work
from bot.services.staff_group_ports import Copy, Topic, Undelivered
from bot.services.transcript import Line, Who, lines_of

RECENT_TURNS = 6
"""Turns that a new topic begins with."""
FOLLOWED_TURNS = 40
"""How far a topic that fell behind catches up; what is older stands in the console."""


class Deed(Enum):
    """What is to be made at Telegram."""

    CREATE = "create"
    REOPEN = "reopen"
    INTRODUCE = "introduce"
    SAY = "say"
    NOTE = "note"
    EDIT = "edit"
    TELL_STATE = "tell_state"
    TELL_FAILURE = "tell_failure"
    CLOSE = "close"
    DELETE = "delete"


@dataclass(frozen=True)
class Step:
    """One deed in a topic. `after` is the topic as it is once the deed is done."""

    deed: Deed
    topic: Topic
    after: Topic
    handover: Handover | None = None
    lines: tuple[Line, ...] = ()
    note: Note | None = None
    failure: Undelivered | None = None
    message: int | None = None


class TopicBoard:
    """Compares the chats with the topics in the group `chat`. `keep` is how long a topic stays after the last word."""

    def __init__(self, new_work: NewWork, new_reading: NewWork, clock: Clock, chat: int, keep: timedelta) -> None:
        self._new_work = new_work
        self._new_reading = new_reading
        self._clock = clock
        self._chat = chat
        self._keep = keep

    def mark(self) -> str:
        """Changes whenever there may be a step to make."""
        with self._new_reading() as work:
            return work.topics.mark()

    def people(self) -> list[str]:
        """Whose topics to look at: the most urgent first."""
        with self._new_reading() as work:
            return list(
                dict.fromkeys([each.conversation_id for each in work.handovers.open()] + work.topics.unfinished())
            )

    def stale(self) -> list[Step]:
        """Topics of people whose talk is about to be removed here, too."""
        with self._new_reading() as work:
            old = work.topics.older_than(self._clock() - self._keep)
            return [
                Step(Deed.DELETE, each, each) for each in old if work.handovers.open_for(each.conversation_id) is None
            ]

    def next(self, conversation_id: str) -> Step | None:
        """The next step for a person; None when the topic shows everything."""
        with self._new_reading() as work:
            handover = work.handovers.open_for(conversation_id) or work.handovers.latest_for(conversation_id)
            topic = work.topics.get(conversation_id)
            if handover is None:
                return None
            if topic is None or topic.chat != self._chat or topic.thread is None:
                fresh = Topic(conversation_id, self._chat, self._clock())
                return Step(Deed.CREATE, fresh, fresh, handover) if handover.is_open else None
            return self._next_in(work, topic, handover)

    def done(self, step: Step, number: int | None) -> None:
        """Write a step down. `number` is the topic's or the message's at Telegram."""
        after = replace(step.after, at=self._clock())
        with self._new_work() as work:
            if step.deed is Deed.DELETE:
                work.topics.drop(after.conversation_id)
            elif work.conversations.get(after.conversation_id) is not None:
                # A person who was erased in between leaves nothing here.
                work.topics.save(replace(after, thread=number) if step.deed is Deed.CREATE else after)
                work.topics.keep(after.conversation_id, after.chat, _copies(step, number), self._clock())
                if step.failure is not None:
                    work.topics.told(step.failure.outbox_id)
            work.commit()

    def lost(self, step: Step) -> None:
        """The topic is gone: somebody deleted it. The next look makes another."""
        with self._new_work() as work:
            work.topics.drop(step.topic.conversation_id)
            work.commit()

    def reply_to(self, step: Step) -> int | None:
        """The message in the topic that what is said answers."""
        if step.failure is not None:
            return step.failure.message
        line = next((each for each in step.lines if each.reply_to), None)
        if line is None or line.reply_to is None:
            return None
        with self._new_reading() as work:
            person = step.topic.conversation_id
            ours = work.topics.copy_of_ours(person, line.reply_to)
            return ours or work.topics.copy_of_persons(person, line.reply_to)

    def _next_in(self, work: Work, topic: Topic, handover: Handover) -> Step | None:
        turns = work.chats.turns(topic.conversation_id, FOLLOWED_TURNS)
        notes = work.chats.notes(topic.conversation_id)
        if handover.is_open and topic.closed:
            return Step(Deed.REOPEN, topic, replace(topic, closed=False, introduced=False))
        if not topic.introduced:
            return self._introduction(work, topic, handover, turns, notes)
        return (
            self._talk(work, topic, turns)
            or _note(topic, notes)
            or self._edit(work, topic, turns)
            or self._failure(work, topic)
            or _end(topic, handover)
        )

    def _introduction(
        self, work: Work, topic: Topic, handover: Handover, turns: Sequence[StoredTurn], notes: Sequence[Note]
    ) -> Step:
        edits = work.edits.of(topic.conversation_id)
        after = replace(
            topic,
            introduced=True,
            state=state_of(handover),
            seen_turn=turns[-1].id if turns else 0,
            seen_note=notes[-1].id if notes else 0,
            seen_edit=edits[-1].at if edits else None,
        )
        lines = [line for line in lines_of(turns[-RECENT_TURNS:], (), edits) if _is_talk(line)]
        return Step(Deed.INTRODUCE, topic, after, handover, tuple(lines))

    def _talk(self, work: Work, topic: Topic, turns: Sequence[StoredTurn]) -> Step | None:
        for turn in turns:
            if turn.id <= topic.seen_turn:
                continue
            lines = tuple(line for line in lines_of([turn]) if _is_talk(line))
            # What was written in the topic stands there already.
            if lines and not any(line.outbox and work.topics.shown(line.outbox) for line in lines):
                return Step(Deed.SAY, topic, replace(topic, seen_turn=turn.id), lines=lines)
        return None

    def _edit(self, work: Work, topic: Topic, turns: Sequence[StoredTurn]) -> Step | None:
        edits = work.edits.of(topic.conversation_id)
        for edit in edits:
            if topic.seen_edit is not None and edit.at <= topic.seen_edit:
                continue
            message = work.topics.copy_of_persons(topic.conversation_id, edit.message_id)
            turn = next((each for each in turns if _holds(each, edit.message_id)), None)
            if message is not None and turn is not None:
                lines = tuple(line for line in lines_of([turn], (), edits) if _is_talk(line))
                return Step(Deed.EDIT, topic, replace(topic, seen_edit=edit.at), lines=lines, message=message)
        return None

    @staticmethod
    def _failure(work: Work, topic: Topic) -> Step | None:
        lost = work.topics.undelivered(topic.conversation_id)
        return Step(Deed.TELL_FAILURE, topic, topic, failure=lost[0]) if lost else None


def state_of(handover: Handover) -> str:
    """Of which stage of which handover a topic tells."""
    reminded = "reminded" if handover.reminded_at else ""
    holder = handover.holder if handover.stage is Stage.HELD else ""
    return f"{handover.id}/{handover.stage.value}/{handover.urgent}/{reminded}/{holder}"


def _end(topic: Topic, handover: Handover) -> Step | None:
    """What became of the chat, and then an end to the topic."""
    if topic.state != state_of(handover):
        return Step(Deed.TELL_STATE, topic, replace(topic, state=state_of(handover)), handover)
    if not handover.is_open and not topic.closed:
        return Step(Deed.CLOSE, topic, replace(topic, closed=True))
    return None


def _note(topic: Topic, notes: Sequence[Note]) -> Step | None:
    note = next((each for each in notes if each.id > topic.seen_note), None)
    return Step(Deed.NOTE, topic, replace(topic, seen_note=note.id), note=note) if note else None


def _is_talk(line: Line) -> bool:
    return line.who in (Who.PERSON, Who.BOT, Who.STAFF)


def _holds(turn: StoredTurn, message: int) -> bool:
    return any(line.message_id == message for line in lines_of([turn]))


def _copies(step: Step, number: int | None) -> list[Copy]:
    """What the message that was sent stands for."""
    if number is None or step.deed not in (Deed.SAY, Deed.INTRODUCE):
        return []
    copies = [Copy(number, line.message_id, None) for line in step.lines if line.message_id]
    return copies + [Copy(number, None, outgoing) for line in step.lines for outgoing in line.outbox]
