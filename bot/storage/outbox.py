"""Calls to send in SQL; their content is sealed, and erased once they are settled."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.outgoing import Outgoing, OutgoingState
from bot.observability.request import current_request
from bot.storage.sealing import Sealer
from bot.storage.tables import outbox

_UNSETTLED = outbox.c.state.in_([OutgoingState.WAITING.value, OutgoingState.SENDING.value])


class SqlOutbox:
    """Implements `ports.Outbox`."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    def add(self, conversation_id: str, calls: Sequence[dict[str, Any]], now: datetime) -> list[Outgoing]:
        """Queue calls `{"method": …, "params": …}` in their order."""
        queued = []
        request = current_request()
        for call in calls:
            result = self._connection.execute(
                outbox.insert().values(
                    conversation_id=conversation_id,
                    created_at=now,
                    state=OutgoingState.WAITING.value,
                    sealed_call=self._sealer.seal(json.dumps({**call, "request": request}, ensure_ascii=False)),
                )
            )
            outgoing_id = result.inserted_primary_key[0]
            queued.append(Outgoing(outgoing_id, conversation_id, call["method"], call["params"], request=request))
        return queued

    def unsettled(self) -> list[Outgoing]:
        """What is waiting or was being sent when we stopped, oldest first."""
        return self._read(_UNSETTLED)

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

    def sending(self, outgoing_id: int) -> None:
        """A request to Telegram begins."""
        self._connection.execute(
            outbox.update()
            .where(outbox.c.id == outgoing_id)
            .values(state=OutgoingState.SENDING.value, attempts=outbox.c.attempts + 1)
        )

    def settle(
        self,
        outgoing_id: int,
        state: OutgoingState,
        now: datetime,
        message_id: int | None = None,
        error: str = "",
    ) -> None:
        """Sent, failed or unwanted."""
        self._connection.execute(
            outbox.update()
            .where(outbox.c.id == outgoing_id)
            .values(
                state=state.value,
                settled_at=now,
                telegram_message_id=message_id,
                error=error[:200] or None,
                sealed_call=None,
            )
        )

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
        )
