"""The audit log in SQL."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.services.ports import AuditEntry
from bot.storage.tables import audit


class SqlAuditLog:
    """Implements `ports.AuditLog`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: AuditEntry) -> None:
        """Append an entry."""
        self._connection.execute(
            audit.insert().values(at=entry.at, actor=entry.actor, action=entry.action, subject=entry.subject)
        )

    def latest(self, limit: int) -> list[AuditEntry]:
        """Newest first."""
        rows = self._connection.execute(sa.select(audit).order_by(audit.c.id.desc()).limit(limit))
        return [AuditEntry(row.at, row.actor, row.action, row.subject) for row in rows]
