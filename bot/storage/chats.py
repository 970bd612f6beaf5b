"""What surrounds the hotline's chats, in SQL: notes, mutes, what was seen and sent, and the talk itself."""

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.conversation import Channel
from bot.domain.handover import Mute, Stage
from bot.domain.language import REFERENCE
from bot.domain.outgoing import OutgoingState
from bot.services.handover_ports import Counts, Delivery, Note, Recent, StoredTurn
from bot.storage.connector_tables import message_edit
from bot.storage.handover_tables import chat_mute, chat_note, chat_seen, chat_sent, handover
from bot.storage.sealing import Sealer
from bot.storage.tables import conversation, outbox, tracker_turn
from bot.storage.upsert import insert_new, upsert

_OPEN = handover.c.stage != Stage.ENDED.value
# How many turns, of all people, "of late" reaches back.
_LATE = 3000
_UNSETTLED = (OutgoingState.WAITING.value, OutgoingState.SENDING.value)


class SqlChats:
    """Implements `handover_ports.Chats`."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    def add_note(self, conversation_id: str, at: datetime, by: str, text: str) -> None:
        """Keep a remark."""
        values = {"conversation_id": conversation_id, "at": at, "by": by, "sealed_text": self._sealer.seal(text)}
        self._connection.execute(chat_note.insert().values(**values))

    def notes(self, conversation_id: str) -> list[Note]:
        """Oldest first."""
        query = sa.select(chat_note).where(chat_note.c.conversation_id == conversation_id).order_by(chat_note.c.id)
        return [
            Note(row.id, row.conversation_id, row.at, row.by, self._sealer.open(row.sealed_text))
            for row in self._connection.execute(query)
        ]

    def mute(self, mute: Mute) -> None:
        """Keep a mute; an earlier one is replaced."""
        reason = self._sealer.seal(mute.reason)
        known = {"conversation_id": mute.conversation_id, "at": mute.at, "by": mute.by, "until": mute.until}
        upsert(self._connection, chat_mute, {**known, "sealed_reason": reason})

    def unmute(self, conversation_id: str) -> None:
        """End a mute."""
        self._connection.execute(chat_mute.delete().where(chat_mute.c.conversation_id == conversation_id))

    def mute_of(self, conversation_id: str) -> Mute | None:
        """The latest mute."""
        query = sa.select(chat_mute).where(chat_mute.c.conversation_id == conversation_id)
        row = self._connection.execute(query).first()
        if row is None:
            return None
        return Mute(row.conversation_id, row.by, row.at, row.until, self._sealer.open(row.sealed_reason))

    def see(self, handover_id: int, staff: str, messages: int) -> None:
        """A colleague has seen so many messages."""
        upsert(self._connection, chat_seen, {"handover_id": handover_id, "staff": staff, "messages": messages})

    def seen_by(self, staff: str) -> Mapping[int, int]:
        """By open handover, how many messages the colleague has seen."""
        query = (
            sa.select(chat_seen.c.handover_id, chat_seen.c.messages)
            .join(handover, handover.c.id == chat_seen.c.handover_id)
            .where(_OPEN, chat_seen.c.staff == staff)
        )
        return {row.handover_id: row.messages for row in self._connection.execute(query)}

    def first_time(self, key: str, conversation_id: str, now: datetime) -> bool:
        """Whether nothing was done under this key before."""
        values = {"key": key, "conversation_id": conversation_id, "at": now}
        return insert_new(self._connection, chat_sent, values, ["key"])

    def turns(self, conversation_id: str, limit: int) -> list[StoredTurn]:
        """The newest turns, oldest first."""
        query = (
            sa.select(tracker_turn.c.id, tracker_turn.c.at, tracker_turn.c.events)
            .where(tracker_turn.c.conversation_id == conversation_id)
            .order_by(tracker_turn.c.id.desc())
            .limit(limit)
        )
        rows = self._connection.execute(query).all()
        return [StoredTurn(row.id, row.at, self._opened(row.events)) for row in reversed(rows)]

    def deliveries(self, ids: Sequence[int]) -> Mapping[int, Delivery]:
        """What became of calls, by outbox id."""
        if not ids:
            return {}
        columns = (outbox.c.id, outbox.c.state, outbox.c.error, outbox.c.attempts)
        rows = self._connection.execute(sa.select(*columns).where(outbox.c.id.in_(ids)))
        return {row.id: Delivery(row.state, row.error or "", row.attempts) for row in rows}

    def recent(self, limit: int) -> list[Recent]:
        """Conversations of late on Telegram without an open handover, newest first."""
        newest = sa.select(sa.func.max(tracker_turn.c.id) - _LATE).scalar_subquery()
        latest = (
            sa.select(tracker_turn.c.conversation_id, sa.func.max(tracker_turn.c.at).label("at"))
            .where(tracker_turn.c.id > newest)
            .group_by(tracker_turn.c.conversation_id)
            .subquery()
        )
        busy = sa.select(handover.c.conversation_id).where(_OPEN)
        query = (
            sa.select(latest.c.at, conversation)
            .join(conversation, conversation.c.id == latest.c.conversation_id)
            .where(conversation.c.channel == Channel.TELEGRAM.value, conversation.c.id.not_in(busy))
            .order_by(latest.c.at.desc())
            .limit(limit)
        )
        return [
            Recent(row.id, row.at, row.language or row.hint or REFERENCE, row.blocked_at is not None)
            for row in self._connection.execute(query)
        ]

    def mark(self, conversation_id: str) -> str:
        """Changes whenever anything of a chat does."""
        mine = handover.c.conversation_id == conversation_id
        waiting = sa.func.sum(sa.case((outbox.c.state.in_(_UNSETTLED), 1), else_=0))
        return self._numbers(
            _of(sa.func.max(tracker_turn.c.id), tracker_turn.c.conversation_id == conversation_id),
            _of(sa.func.sum(handover.c.version), mine),
            _of(sa.func.max(message_edit.c.id), message_edit.c.conversation_id == conversation_id),
            _of(sa.func.max(chat_note.c.id), chat_note.c.conversation_id == conversation_id),
            _of(waiting, outbox.c.conversation_id == conversation_id),
            _of(chat_mute.c.until, chat_mute.c.conversation_id == conversation_id),
            _of(conversation.c.blocked_at, conversation.c.id == conversation_id),
        )

    def counts(self, staff: str) -> Counts:
        """What the menu of a colleague shows."""
        waits = handover.c.stage == Stage.WAITING.value
        mine = sa.and_(handover.c.stage == Stage.HELD.value, handover.c.holder == staff)
        seen = sa.and_(chat_seen.c.handover_id == handover.c.id, chat_seen.c.staff == staff)
        unread = handover.c.person_messages - sa.func.coalesce(chat_seen.c.messages, 0)
        query = (
            sa.select(
                _count(waits),
                _count(sa.and_(waits, handover.c.urgent)),
                sa.func.coalesce(sa.func.sum(sa.case((mine, unread), else_=0)), 0),
                _count(sa.and_(mine, handover.c.reminded_at.isnot(None))),
            )
            .select_from(handover.outerjoin(chat_seen, seen))
            .where(_OPEN)
        )
        return Counts(*(int(value) for value in self._connection.execute(query).one()))

    def list_mark(self) -> str:
        """Changes whenever the list of chats does."""
        return self._numbers(
            sa.select(sa.func.max(tracker_turn.c.id)).scalar_subquery(),
            sa.select(sa.func.count()).select_from(handover).where(_OPEN).scalar_subquery(),
            _of(sa.func.sum(handover.c.version), _OPEN),
            sa.select(sa.func.max(handover.c.id)).scalar_subquery(),
        )

    def _numbers(self, *parts: Any) -> str:
        row = self._connection.execute(sa.select(*parts)).one()
        return "/".join(str(value) for value in row)

    def _opened(self, sealed: bytes) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = json.loads(zlib.decompress(self._sealer.open_bytes(sealed)))
        return events


def _count(condition: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def _of(value: Any, condition: Any) -> Any:
    return sa.select(value).where(condition).scalar_subquery()
