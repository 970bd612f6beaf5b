"""Telegram accounts of staff in SQL: hashes only, keyed where one could guess."""

import hashlib
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.storage.sealing import Sealer
from bot.storage.staff_group_tables import staff_link_code as code_table
from bot.storage.staff_group_tables import staff_telegram as table
from bot.storage.upsert import upsert


class SqlLinks:
    """Implements `staff_group_ports.Links`."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    def add_code(self, code: str, staff: str, expires_at: datetime) -> None:
        """A one-time code in place of older ones of the same account."""
        self._connection.execute(code_table.delete().where(code_table.c.staff == staff))
        values = {"code_hash": _hashed(code), "staff": staff, "expires_at": expires_at}
        self._connection.execute(code_table.insert().values(**values))

    def use_code(self, code: str, now: datetime) -> str | None:
        """The account of a code that still works; it does not work again."""
        working = (code_table.c.code_hash == _hashed(code), code_table.c.expires_at > now)
        staff = self._connection.execute(sa.select(code_table.c.staff).where(*working)).scalar()
        used = self._connection.execute(code_table.delete().where(*working))
        return str(staff) if staff is not None and used.rowcount == 1 else None

    def link(self, sender: str, staff: str, now: datetime) -> None:
        """From now on this Telegram account is the colleague's only one."""
        self.unlink(staff)
        upsert(self._connection, table, {"sender": self._key(sender), "staff": staff, "at": now})

    def unlink(self, staff: str) -> bool:
        """The colleague has no Telegram account any more; whether there was one."""
        return bool(self._connection.execute(table.delete().where(table.c.staff == staff)).rowcount)

    def staff_of(self, sender: str) -> str | None:
        """Whose Telegram account this is."""
        query = sa.select(table.c.staff).where(table.c.sender == self._key(sender))
        found = self._connection.execute(query).scalar()
        return str(found) if found is not None else None

    def is_linked(self, staff: str) -> bool:
        """Whether the colleague has a Telegram account."""
        query = sa.select(table.c.sender).where(table.c.staff == staff).limit(1)
        return self._connection.execute(query).first() is not None

    def _key(self, sender: str) -> str:
        return self._sealer.token("staff telegram", sender)


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
