"""Conversations, updates, messages and dialogues in memory."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.conversation import Channel, Conversation
from bot.domain.errors import AlreadyHandled
from bot.domain.outgoing import Outgoing, OutgoingState
from bot.services.ports import AuditEntry, AuditFilter, Claim
from bot.services.tracker_ports import TrackerEnd, TrackerMark
from tests.fake_contents import Contents, Letter, Parcel, Turn


class FakeConversations:
    """Implements `ports.Conversations`."""

    def __init__(self, contents: Contents) -> None:
        self._held = contents.conversations

    def pseudonym(self, channel: Channel, address: str) -> str:
        return f"pseudonym-of-{channel.value}-{address}"

    def get(self, conversation_id: str) -> Conversation | None:
        return copy.copy(self._held.get(conversation_id))

    def save(self, conversation: Conversation) -> None:
        self._held[conversation.id] = copy.copy(conversation)


class FakeInbox:
    """Implements `ports.Inbox`."""

    def __init__(self, contents: Contents) -> None:
        self._held = contents.inbox

    def claim(
        self, updates: Iterable[dict[str, Any]], now: datetime, addresses: Mapping[int, str] | None = None
    ) -> list[int]:
        new = []
        for update in updates:
            if update["update_id"] not in self._held:
                letter = Letter(copy.deepcopy(update), received_at=now)
                letter.address = (addresses or {}).get(update["update_id"], "")
                self._held[update["update_id"]] = letter
                new.append(update["update_id"])
        return new

    def unhandled(self, before: datetime | None = None) -> list[Claim]:
        waiting = sorted(
            (update_id, letter)
            for update_id, letter in self._held.items()
            if letter.payload is not None and (before is None or letter.received_at < before)
        )
        return [Claim(update_id, letter.payload or {}, letter.attempts) for update_id, letter in waiting]

    def next_of(self, address: str) -> Claim | None:
        return next((one for one in self.unhandled() if self._held[one.update_id].address == address), None)

    def is_open(self, update_id: int) -> bool:
        return update_id in self._held and self._held[update_id].payload is not None

    def attempt(self, update_id: int) -> None:
        self._held[update_id].attempts += 1

    def finish(self, update_id: int, conversation_id: str | None, now: datetime) -> None:
        if self._held[update_id].payload is None:
            raise AlreadyHandled(update_id)
        self._held[update_id].payload = None
        self._held[update_id].conversation_id = conversation_id


class FakeOutbox:
    """Implements `ports.Outbox`."""

    def __init__(self, contents: Contents) -> None:
        self._held = contents.outbox

    def add(
        self, conversation_id: str, calls: Sequence[dict[str, Any]], now: datetime, asks: bool = False
    ) -> list[Outgoing]:
        queued = []
        for call in calls:
            number = max((parcel.outgoing.id for parcel in self._held), default=0) + 1
            queued.append(Outgoing(number, conversation_id, call["method"], call["params"]))
            self._held.append(Parcel(queued[-1], copy.deepcopy(call)))
        return queued

    def unsettled(self) -> list[Outgoing]:
        states = (OutgoingState.WAITING, OutgoingState.SENDING)
        return [parcel.outgoing for parcel in self._held if parcel.outgoing.state in states]

    def unsettled_conversations(self) -> list[str]:
        return list({outgoing.conversation_id for outgoing in self.unsettled()})

    def unsettled_of(self, conversation_id: str) -> list[Outgoing]:
        return [outgoing for outgoing in self.unsettled() if outgoing.conversation_id == conversation_id]

    def unsettled_ids(self) -> list[int]:
        return [outgoing.id for outgoing in self.unsettled()]

    def read(self, ids: Sequence[int]) -> list[Outgoing]:
        return [outgoing for outgoing in self.unsettled() if outgoing.id in ids]

    def after(self, conversation_id: str, outgoing_id: int) -> list[Outgoing]:
        return [
            parcel.outgoing
            for parcel in self._held
            if parcel.call and parcel.outgoing.conversation_id == conversation_id and parcel.outgoing.id > outgoing_id
        ]

    def sending(self, outgoing_id: int, after: int = 0) -> None:
        parcel = self._parcel(outgoing_id)
        attempts = parcel.outgoing.attempts + 1
        parcel.outgoing = replace(parcel.outgoing, state=OutgoingState.SENDING, attempts=attempts, after=after)

    def settle(
        self,
        outgoing_id: int,
        state: OutgoingState,
        now: datetime,
        message_id: int | None = None,
        error: str = "",
    ) -> None:
        parcel = self._parcel(outgoing_id)
        parcel.outgoing = replace(parcel.outgoing, state=state)
        parcel.call, parcel.message_id, parcel.error = None, message_id, error

    def _parcel(self, outgoing_id: int) -> Parcel:
        return next(parcel for parcel in self._held if parcel.outgoing.id == outgoing_id)


class FakeButtonPayloads:
    """Implements `ports.ButtonPayloads`."""

    def __init__(self, contents: Contents) -> None:
        self._held = contents.buttons

    def keep(self, payload: str) -> str:
        known = {kept: payload_id for payload_id, kept in self._held.items()}
        payload_id = known.get(payload, f"button-{len(self._held)}")
        self._held[payload_id] = payload
        return payload_id

    def find(self, payload_id: str) -> str | None:
        return self._held.get(payload_id)


class FakeTrackerTurns:
    """Implements `ports.TrackerTurns`."""

    def __init__(self, contents: Contents) -> None:
        self._held = contents.turns

    def append(
        self,
        conversation_id: str,
        events: list[dict[str, Any]],
        starts_session: bool,
        now: datetime,
        mark: TrackerMark | None = None,
    ) -> None:
        self._held.append(Turn(conversation_id, copy.deepcopy(events), starts_session, mark))

    def end(self, conversation_id: str) -> TrackerEnd:
        turns = self.turns_of_latest_session(conversation_id)
        marks = [mark for place, _ in turns if (mark := self._held[place].mark)]
        if not marks:
            return TrackerEnd([], turns)
        return TrackerEnd(marks[-1].before, [(place, events) for place, events in turns if place >= marks[-1].first])

    def latest_session(self, conversation_id: str) -> list[dict[str, Any]]:
        turns = [turn for turn in self._held if turn.conversation_id == conversation_id]
        starts = [place for place, turn in enumerate(turns) if turn.starts_session]
        return [event for turn in turns[starts[-1] if starts else 0 :] for event in turn.events]

    def turns_of_latest_session(self, conversation_id: str) -> list[tuple[int, list[dict[str, Any]]]]:
        turns = [(place, turn) for place, turn in enumerate(self._held) if turn.conversation_id == conversation_id]
        starts = [number for number, (_, turn) in enumerate(turns) if turn.starts_session]
        return [(place, copy.deepcopy(turn.events)) for place, turn in turns[starts[-1] if starts else 0 :]]

    def replace(self, turn_id: int, events: list[dict[str, Any]]) -> None:
        self._held[turn_id].events[:] = copy.deepcopy(events)

    def all(self, conversation_id: str) -> list[dict[str, Any]]:
        return [event for turn in self._held if turn.conversation_id == conversation_id for event in turn.events]

    def conversation_ids(self) -> list[str]:
        return list({turn.conversation_id for turn in self._held})


class FakeAuditLog:
    """Implements `ports.AuditLog`."""

    def __init__(self, contents: Contents) -> None:
        self._held = contents.audit

    def add(self, entry: AuditEntry) -> None:
        self._held.append(entry)

    def latest(self, limit: int) -> list[AuditEntry]:
        return self._held[::-1][:limit]

    def find(self, wanted: AuditFilter, before: int | None, limit: int) -> list[AuditEntry]:
        numbered = [replace(entry, id=number) for number, entry in enumerate(self._held, start=1)]
        found = [
            entry
            for entry in reversed(numbered)
            if wanted.actor in ("", entry.actor)
            and wanted.subject in ("", entry.subject)
            and entry.action.startswith(wanted.action)
            and (before is None or entry.id < before)
        ]
        return found[:limit]
