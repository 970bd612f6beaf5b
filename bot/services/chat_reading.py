"""Looking at the live chats: who waits, who talks, and one chat with everything around it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.conversation import Channel, Conversation
from bot.domain.errors import ChatNotFound
from bot.domain.handover import Handover, Mute
from bot.services.handover_ports import Counts, Delivery, Recent
from bot.services.ports import AuditEntry, Clock, NewWork, Work
from bot.services.transcript import Line, lines_of

MOST_TURNS = 120
"""Turns of a chat that are shown unless more are asked for."""
MOST_RECENT = 25


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits, and their place in the queue."""

    handover: Handover
    position: int


@dataclass(frozen=True)
class Holding:
    """A chat that is held, with the person's messages that the reader has not seen."""

    handover: Handover
    unread: int


@dataclass(frozen=True)
class Overview:
    """All chats as one colleague sees them."""

    waiting: list[Waiting]
    mine: list[Holding]
    others: list[Holding]
    recent: list[Recent]


@dataclass(frozen=True)
class Chat:
    """One chat. `handover` is the open one, else the latest, else None; `mark` changes with anything in here."""

    person: Conversation
    handover: Handover | None
    lines: list[Line]
    deliveries: Mapping[int, Delivery]
    mute: Mute | None
    mark: str
    has_more: bool


class ChatReading:
    """Reads for the desks. Opening a chat is audited, following it is not."""

    def __init__(self, new_work: NewWork, new_reading: NewWork, clock: Clock) -> None:
        self._new_work = new_work
        self._new_reading = new_reading
        self._clock = clock

    def overview(self, staff: str) -> Overview:
        """All chats."""
        with self._new_reading() as work:
            handovers, seen = work.handovers.open(), work.chats.seen_by(staff)
            late = work.chats.recent(MOST_RECENT)
        waiting = [each for each in handovers if not each.is_held]
        held = [Holding(each, each.person_messages - seen.get(each.id, 0)) for each in handovers if each.is_held]
        return Overview(
            [Waiting(each, place) for place, each in enumerate(waiting, start=1)],
            [each for each in held if each.handover.holder == staff],
            [each for each in held if each.handover.holder != staff],
            late,
        )

    def counts(self, staff: str) -> Counts:
        """What the menu of a colleague shows; quick, for every page asks."""
        with self._new_reading() as work:
            return work.chats.counts(staff)

    def list_mark(self) -> str:
        """Changes whenever the overview does."""
        with self._new_reading() as work:
            return work.chats.list_mark()

    def mark(self, conversation_id: str) -> str:
        """Changes whenever the chat does."""
        with self._new_reading() as work:
            return work.chats.mark(conversation_id)

    def open(self, conversation_id: str, staff: str, turns: int = MOST_TURNS) -> Chat:
        """The chat; opening it is audited, and its messages count as seen. Raises `ChatNotFound`."""
        with self._new_work() as work:
            chat = self._read(work, conversation_id, turns)
            work.audit.add(AuditEntry(self._clock(), staff, "chat_opened", conversation_id))
            self._see(work, chat, staff)
            work.commit()
        return chat

    def follow(self, conversation_id: str, staff: str, turns: int = MOST_TURNS) -> Chat:
        """The chat for somebody who has it open. Raises `ChatNotFound`."""
        with self._new_work() as work:
            chat = self._read(work, conversation_id, turns)
            self._see(work, chat, staff)
            work.commit()
        return chat

    @staticmethod
    def _read(work: Work, conversation_id: str, turns: int) -> Chat:
        person = work.conversations.get(conversation_id)
        if person is None or person.channel is not Channel.TELEGRAM:
            raise ChatNotFound(conversation_id)
        stored = work.chats.turns(conversation_id, turns + 1)
        lines = lines_of(stored[-turns:], work.chats.notes(conversation_id), work.edits.of(conversation_id))
        return Chat(
            person,
            work.handovers.open_for(conversation_id) or work.handovers.latest_for(conversation_id),
            lines,
            work.chats.deliveries([number for line in lines for number in line.outbox]),
            work.chats.mute_of(conversation_id),
            work.chats.mark(conversation_id),
            len(stored) > turns,
        )

    @staticmethod
    def _see(work: Work, chat: Chat, staff: str) -> None:
        if chat.handover is not None and chat.handover.is_held:
            work.chats.see(chat.handover.id, staff, chat.handover.person_messages)
