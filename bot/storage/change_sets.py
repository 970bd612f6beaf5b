"""Change sets in SQL. Their texts are sealed: an example was once somebody's message."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.services.studio_ports import Change, ChangeSet
from bot.storage.sealing import Sealer
from bot.storage.studio_tables import change_item, change_set
from bot.storage.upsert import insert_new


class SqlChangeSets:
    """Implements `studio_ports.ChangeSets`."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    def all(self, limit: int) -> list[ChangeSet]:
        """The latest first."""
        query = sa.select(change_set).order_by(change_set.c.updated_at.desc(), change_set.c.name).limit(limit)
        return [_set(row) for row in self._connection.execute(query)]

    def get(self, name: str) -> ChangeSet | None:
        """The set, or None."""
        row = self._connection.execute(sa.select(change_set).where(change_set.c.name == name)).one_or_none()
        return _set(row) if row else None

    def begin(self, changes: ChangeSet) -> bool:
        """A new, empty set; False when the name is taken."""
        values = {name: getattr(changes, name) for name in ChangeSet.__dataclass_fields__}
        return insert_new(self._connection, change_set, values, ["name"])

    def settle(self, name: str, state: str, now: datetime) -> None:
        """It was applied or dropped."""
        values = {"state": state, "updated_at": now}
        self._connection.execute(change_set.update().where(change_set.c.name == name).values(values))

    def put(self, name: str, change: Change) -> None:
        """Add a change to a set."""
        values = {
            "change_set": name,
            "kind": change.kind,
            "subject": change.subject,
            "language": change.language,
            "sealed_text": self._sealer.seal(change.text),
            "sealed_before": None if change.before is None else self._sealer.seal(change.before),
            "by": change.by,
            "at": change.at,
        }
        self._connection.execute(change_item.insert().values(values))
        self._connection.execute(change_set.update().where(change_set.c.name == name).values(updated_at=change.at))

    def remove(self, name: str, change_id: int) -> None:
        """Take a change out."""
        mine = sa.and_(change_item.c.change_set == name, change_item.c.id == change_id)
        self._connection.execute(change_item.delete().where(mine))

    def items(self, name: str) -> Sequence[Change]:
        """Its changes, in the order they were made."""
        query = sa.select(change_item).where(change_item.c.change_set == name).order_by(change_item.c.id)
        return [self._change(row) for row in self._connection.execute(query)]

    def _change(self, row: Any) -> Change:
        text = self._sealer.open(row.sealed_text)
        before = None if row.sealed_before is None else self._sealer.open(row.sealed_before)
        return Change(row.kind, row.subject, row.language, text, row.by, row.at, before, row.id)


def _set(row: Any) -> ChangeSet:
    return ChangeSet(row.name, row.state, row.by, row.at, row.updated_at)
