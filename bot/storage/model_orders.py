"""Orders for models in SQL."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.services.studio_ports import ModelOrder
from bot.storage.studio_tables import model_order as table

_LONGEST = 400


class SqlModelOrders:
    """Implements `studio_ports.ModelOrders`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, order: ModelOrder) -> int:
        """A new order; gives its number."""
        values = {name: getattr(order, name) for name in ("model", "former", "by", "at", "state", "detail")}
        added = self._connection.execute(table.insert().values(values))
        return int(added.inserted_primary_key[0])

    def latest(self, limit: int) -> list[ModelOrder]:
        """The newest first."""
        rows = self._connection.execute(sa.select(table).order_by(table.c.id.desc()).limit(limit))
        return [
            ModelOrder(row.model, row.former, row.by, row.at, row.state, row.detail, row.id, row.settled_at)
            for row in rows
        ]

    def settle(self, order_id: int, state: str, detail: str, now: datetime) -> bool:
        """A bot process serves or refuses it; one refusal counts for all."""
        mine = sa.and_(table.c.id == order_id, table.c.state != "refused")
        values = {"state": state, "detail": detail[:_LONGEST], "settled_at": now}
        return bool(self._connection.execute(table.update().where(mine).values(values)).rowcount)
