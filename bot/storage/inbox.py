"""Claims of updates in SQL. The primary key is the claim: a look-up could race, a key cannot."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.services.ports import Claim
from bot.storage.sealing import Sealer
from bot.storage.tables import inbox
from bot.storage.upsert import insert_new

_FINISH = inbox.update().where(inbox.c.update_id == sa.bindparam("update"))


class SqlInbox:
    """Implements `ports.Inbox`."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    def claim(self, updates: Iterable[dict[str, Any]], now: datetime) -> list[int]:
        """Keep updates; gives the ids that are new."""
        return [update["update_id"] for update in updates if self._claim(update, now)]

    def _claim(self, update: dict[str, Any], now: datetime) -> bool:
        values = {
            "update_id": update["update_id"],
            "received_at": now,
            "sealed_payload": self._sealer.seal(json.dumps(update, ensure_ascii=False)),
        }
        return insert_new(self._connection, inbox, values, ["update_id"])

    def unhandled(self) -> list[Claim]:
        """Claims without an end, oldest first."""
        rows = self._connection.execute(
            sa.select(inbox).where(inbox.c.handled_at.is_(None)).order_by(inbox.c.update_id)
        )
        return [Claim(row.update_id, json.loads(self._sealer.open(row.sealed_payload)), row.attempts) for row in rows]

    def attempt(self, update_id: int) -> None:
        """Handling starts (again)."""
        self._connection.execute(
            inbox.update().where(inbox.c.update_id == update_id).values(attempts=inbox.c.attempts + 1)
        )

    def finish(self, update_id: int, conversation_id: str | None, now: datetime) -> None:
        """Handled: erase the payload, keep the claim."""
        self._connection.execute(
            _FINISH,
            {"update": update_id, "handled_at": now, "conversation_id": conversation_id, "sealed_payload": None},
        )
