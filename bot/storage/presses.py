"""Used keyboards in SQL."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.storage.connector_tables import button_press as table
from bot.storage.upsert import insert_new


class SqlPresses:
    """Implements `connector_ports.Presses`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def first(self, conversation_id: str, message_id: int, update_id: int, now: datetime) -> bool:
        """Whether this update is the first press on the message's keyboard. The same update may ask again."""
        values = {"conversation_id": conversation_id, "message_id": message_id, "update_id": update_id, "at": now}
        if insert_new(self._connection, table, values, ["conversation_id", "message_id"]):
            return True
        query = sa.select(table.c.update_id).where(
            table.c.conversation_id == conversation_id, table.c.message_id == message_id
        )
        return bool(self._connection.execute(query).scalar() == update_id)
