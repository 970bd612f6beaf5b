"""What turns were about, in SQL."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.services.studio_ports import HeardTurn
from bot.storage.studio_tables import heard_turn as table

_ADD = table.insert()


class SqlHeardTurns:
    """Implements `studio_ports.HeardTurns`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, turn: HeardTurn) -> None:
        """A turn happened."""
        values = {name: getattr(turn, name) for name in HeardTurn.__dataclass_fields__}
        self._connection.execute(_ADD, values)

    def traffic(self, since: datetime) -> dict[tuple[str, str], int]:
        """Turns by intent and language."""
        by = (table.c.intent, table.c.language)
        query = sa.select(*by, sa.func.count()).where(table.c.at >= since).group_by(*by)
        return {(intent, language): int(n) for intent, language, n in self._connection.execute(query)}
