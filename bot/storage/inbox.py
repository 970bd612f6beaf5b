"""Claims of updates in SQL. The primary key is the claim: a look-up could race, a key cannot."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.conversation import Channel
from bot.domain.errors import AlreadyHandled
from bot.services.ports import Claim
from bot.storage.sealing import Sealer
from bot.storage.tables import inbox
from bot.storage.upsert import insert_new

_FINISH = inbox.update().where(inbox.c.update_id == sa.bindparam("update"), inbox.c.handled_at.is_(None))


class SqlInbox:
    """Implements `ports.Inbox`."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    def claim(
        self, updates: Iterable[dict[str, Any]], now: datetime, addresses: Mapping[int, str] | None = None
    ) -> list[int]:
        """Keep updates; gives the ids that are new."""
        chats = addresses or {}
        return [each["update_id"] for each in updates if self._claim(each, chats.get(each["update_id"], ""), now)]

    def _claim(self, update: dict[str, Any], address: str, now: datetime) -> bool:
        values = {
            "update_id": update["update_id"],
            "chat": self._chat(address),
            "received_at": now,
            "sealed_payload": self._sealer.seal(json.dumps(update, ensure_ascii=False)),
        }
        return insert_new(self._connection, inbox, values, ["update_id"])

    def unhandled(self, before: datetime | None = None) -> list[Claim]:
        """Claims without an end, oldest first."""
        early = sa.true() if before is None else inbox.c.received_at < before
        return self._read(sa.select(inbox).where(inbox.c.handled_at.is_(None), early).order_by(inbox.c.update_id))

    def next_of(self, address: str) -> Claim | None:
        """The oldest claim of a chat without an end."""
        mine = sa.and_(inbox.c.chat == self._chat(address), inbox.c.handled_at.is_(None))
        found = self._read(sa.select(inbox).where(mine).order_by(inbox.c.update_id).limit(1))
        return found[0] if found else None

    def _read(self, query: Any) -> list[Claim]:
        rows = self._connection.execute(query)
        return [Claim(row.update_id, json.loads(self._sealer.open(row.sealed_payload)), row.attempts) for row in rows]

    def _chat(self, address: str) -> str:
        return self._sealer.pseudonym(Channel.TELEGRAM, address)

    def is_open(self, update_id: int) -> bool:
        """Whether an update is claimed and not handled."""
        open_one = sa.select(inbox.c.update_id).where(inbox.c.update_id == update_id, inbox.c.handled_at.is_(None))
        return self._connection.execute(open_one).first() is not None

    def attempt(self, update_id: int) -> None:
        """Handling starts (again)."""
        self._connection.execute(
            inbox.update().where(inbox.c.update_id == update_id).values(attempts=inbox.c.attempts + 1)
        )

    def finish(self, update_id: int, conversation_id: str | None, now: datetime) -> None:
        """Handled: erase the payload and the chat, keep the claim. Raises `AlreadyHandled`."""
        finished = self._connection.execute(
            _FINISH,
            {
                "update": update_id,
                "handled_at": now,
                "conversation_id": conversation_id,
                "sealed_payload": None,
                "chat": None,
            },
        )
        if finished.rowcount == 0 and self._is_known(update_id):
            raise AlreadyHandled(update_id)

    def _is_known(self, update_id: int) -> bool:
        known = sa.select(inbox.c.update_id).where(inbox.c.update_id == update_id)
        return self._connection.execute(known).first() is not None
