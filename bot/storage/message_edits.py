"""Corrections of messages in SQL; the text is sealed."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.services.connector_ports import MessageEdit
from bot.storage.connector_tables import message_edit as table
from bot.storage.sealing import Sealer
from bot.storage.upsert import insert_new


class SqlMessageEdits:
    """Implements `connector_ports.MessageEdits`."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    def add(self, edit: MessageEdit, update_id: int) -> None:
        """Keep an edit; an update that is already known is left alone."""
        values = {
            "update_id": update_id,
            "conversation_id": edit.conversation_id,
            "message_id": edit.message_id,
            "at": edit.at,
            "sealed_text": self._sealer.seal(edit.text),
        }
        insert_new(self._connection, table, values, ["update_id"])

    def of(self, conversation_id: str) -> list[MessageEdit]:
        """The edits of a conversation, oldest first."""
        rows = self._connection.execute(
            sa.select(table).where(table.c.conversation_id == conversation_id).order_by(table.c.id)
        )
        return [
            MessageEdit(row.conversation_id, row.message_id, row.at, self._sealer.open(row.sealed_text)) for row in rows
        ]
