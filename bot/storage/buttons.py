"""Payloads of buttons in SQL, addressed by their content."""

import base64
import hashlib

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.storage.tables import button_payload
from bot.storage.upsert import insert_new

# Payloads never change under an id, so what was seen once needs no second look.
_kept: dict[str, str] = {}
_KEPT_AT_MOST = 10_000


class SqlButtonPayloads:
    """Implements `ports.ButtonPayloads`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, payload: str) -> str:
        """The id of the payload: its hash, so that equal payloads share a row."""
        payload_id = base64.urlsafe_b64encode(hashlib.sha256(payload.encode()).digest()[:12]).decode()
        # Written even when remembered: the database may have been restored or erased since.
        insert_new(self._connection, button_payload, {"id": payload_id, "payload": payload}, ["id"])
        return payload_id

    def find(self, payload_id: str) -> str | None:
        """The payload of an id, or None."""
        if payload_id in _kept:
            return _kept[payload_id]
        query = sa.select(button_payload.c.payload).where(button_payload.c.id == payload_id)
        payload: str | None = self._connection.execute(query).scalar()
        if payload is not None and len(_kept) < _KEPT_AT_MOST:
            _kept[payload_id] = payload
        return payload
