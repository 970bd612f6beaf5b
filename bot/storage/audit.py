"""The audit log in SQL."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.services.ports import AuditEntry, AuditFilter
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
        return self.find(AuditFilter(), None, limit)

    def find(self, wanted: AuditFilter, before: int | None, limit: int) -> list[AuditEntry]:
        """Newest first, those older than the entry `before`."""
        query = sa.select(audit).order_by(audit.c.id.desc()).limit(limit)
        if wanted.actor:
            query = query.where(audit.c.actor == wanted.actor)
        if wanted.action:
            query = query.where(audit.c.action.startswith(wanted.action, autoescape=True))
        if wanted.subject:
            query = query.where(audit.c.subject == wanted.subject)
        if before is not None:
            query = query.where(audit.c.id < before)
        rows = self._connection.execute(query)
        return [AuditEntry(row.at, row.actor, row.action, row.subject, row.id) for row in rows]
