"""Calls to send in SQL; their content is sealed, and erased once they are sent. What failed stays for staff."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.outgoing import Outgoing, OutgoingState
from bot.observability.request import current_request
from bot.services.connector_ports import FailedSend
from bot.storage.sealing import Sealer
from bot.storage.tables import outbox

_UNSETTLED = outbox.c.state.in_([OutgoingState.WAITING.value, OutgoingState.SENDING.value])

_FAILED = outbox.c.state == OutgoingState.FAILED.value

_INSERT = outbox.insert()
_BEGIN = (
    outbox.update()
    .where(outbox.c.id == sa.bindparam("outgoing"))
    .values(state=OutgoingState.SENDING.value, attempts=outbox.c.attempts + 1, sent_after=sa.bindparam("after"))
)
_UPDATE = outbox.update().where(outbox.c.id == sa.bindparam("outgoing"))


class SqlOutbox:
    """Implements `ports.Outbox`."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    def add(
        self, conversation_id: str, calls: Sequence[dict[str, Any]], now: datetime, asks: bool = False
    ) -> list[Outgoing]:
        """Queue calls `{"method": …, "params": …}` in their order."""
        queued = []
        request = current_request()
        for call in calls:
            values = {
                "conversation_id": conversation_id,
                "created_at": now,
                "state": OutgoingState.WAITING.value,
                "sealed_call": self._sealer.seal(json.dumps({**call, "request": request}, ensure_ascii=False)),
                "asks": asks and "inline_keyboard" in (call["params"].get("reply_markup") or {}),
            }
            result = self._connection.execute(_INSERT, values)
            outgoing_id = result.inserted_primary_key[0]
            queued.append(Outgoing(outgoing_id, conversation_id, call["method"], call["params"], request=request))
        return queued

    def unsettled(self) -> list[Outgoing]:
        """What is waiting or was being sent when we stopped, oldest first."""
        return self._read(_UNSETTLED)

    def unsettled_conversations(self) -> list[str]:
        """Conversations with something in `unsettled`."""
        rows = self._connection.execute(sa.select(outbox.c.conversation_id).where(_UNSETTLED).distinct())
        return [row[0] for row in rows]

    def unsettled_of(self, conversation_id: str) -> list[Outgoing]:
        """What of `unsettled` belongs to a conversation, oldest first."""
        return self._read(sa.and_(outbox.c.conversation_id == conversation_id, _UNSETTLED))

    def unsettled_ids(self) -> list[int]:
        """The ids of `unsettled`, without their content."""
        rows = self._connection.execute(sa.select(outbox.c.id).where(_UNSETTLED).order_by(outbox.c.id))
        return [row[0] for row in rows]

    def read(self, ids: Sequence[int]) -> list[Outgoing]:
        """Calls by id that are not settled, oldest first."""
        return self._read(sa.and_(outbox.c.id.in_(ids), _UNSETTLED))

    def after(self, conversation_id: str, outgoing_id: int) -> list[Outgoing]:
        """Calls of one conversation behind an id that still hold their content."""
        return self._read(
            sa.and_(
                outbox.c.conversation_id == conversation_id,
                outbox.c.id > outgoing_id,
                outbox.c.sealed_call.isnot(None),
            )
        )

    def sending(self, outgoing_id: int, after: int = 0) -> None:
        """A request to Telegram begins, when `after` was the highest message number known."""
        self._connection.execute(_BEGIN, {"outgoing": outgoing_id, "after": after})

    def settle(
        self,
        outgoing_id: int,
        state: OutgoingState,
        now: datetime,
        message_id: int | None = None,
        error: str = "",
    ) -> None:
        """Sent, failed or unwanted."""
        values: dict[str, Any] = {
            "state": state.value,
            "settled_at": now,
            "telegram_message_id": message_id,
            "error": error[:200] or None,
        }
        if state is not OutgoingState.FAILED:
            values["sealed_call"] = None
        self._connection.execute(_UPDATE, {"outgoing": outgoing_id, **values})

    def asked_again(self, conversation_id: str, message_id: int) -> bool:
        """Whether a later turn put other buttons before the person than those of this message."""
        mine = outbox.c.conversation_id == conversation_id
        place = sa.select(sa.func.max(outbox.c.id)).where(mine, outbox.c.telegram_message_id <= message_id)
        later = sa.and_(mine, outbox.c.asks, outbox.c.id > sa.func.coalesce(place.scalar_subquery(), 0))
        # What is being sent may be the very message that was pressed: its number is not written down yet.
        states = [OutgoingState.WAITING.value, OutgoingState.SENT.value]
        return bool(self._connection.execute(sa.select(sa.exists().where(later, outbox.c.state.in_(states)))).scalar())

    def failed(self, conversation_id: str) -> list[FailedSend]:
        """What one person did not get, oldest first."""
        rows = self._connection.execute(
            sa.select(outbox).where(outbox.c.conversation_id == conversation_id, _FAILED).order_by(outbox.c.id)
        )
        return [
            FailedSend(row.id, row.conversation_id, row.settled_at, row.error or "", self._text(row.sealed_call))
            for row in rows
        ]

    def count_failed(self, since: datetime) -> int:
        """How many messages could not be sent since then, to anybody."""
        query = sa.select(sa.func.count()).select_from(outbox).where(_FAILED, outbox.c.settled_at >= since)
        return int(self._connection.execute(query).scalar() or 0)

    def _text(self, sealed: bytes | None) -> str:
        return str(json.loads(self._sealer.open(sealed))["params"].get("text", "")) if sealed else ""

    def _read(self, condition: Any) -> list[Outgoing]:
        rows = self._connection.execute(sa.select(outbox).where(condition).order_by(outbox.c.id))
        return [self._outgoing(row) for row in rows]

    def _outgoing(self, row: Any) -> Outgoing:
        call = json.loads(self._sealer.open(row.sealed_call))
        return Outgoing(
            row.id,
            row.conversation_id,
            call["method"],
            call["params"],
            OutgoingState(row.state),
            row.attempts,
            call.get("request", ""),
            row.sent_after or 0,
        )
