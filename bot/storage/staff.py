"""Accounts, sessions and one-time links in SQL."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.errors import StaffNotFound
from bot.domain.staff import Role, Staff
from bot.services.ports import SignInLink, StaffSession
from bot.storage.tables import sign_in_link, staff, staff_session


class SqlStaffAccounts:
    """Implements `ports.StaffAccounts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, account: Staff) -> None:
        """A new account."""
        self._connection.execute(staff.insert().values(name=account.name, **_row(account)))

    def save(self, account: Staff) -> None:
        """Write changes back."""
        self._connection.execute(staff.update().where(staff.c.name == account.name).values(**_row(account)))

    def get(self, name: str) -> Staff:
        """The account. Raises `StaffNotFound`."""
        row = self._connection.execute(sa.select(staff).where(staff.c.name == name)).first()
        if row is None:
            raise StaffNotFound(name)
        return _account(row)

    def all(self) -> list[Staff]:
        """Every account by name."""
        return [_account(row) for row in self._connection.execute(sa.select(staff).order_by(staff.c.name))]

    def add_session(self, session: StaffSession) -> None:
        """A browser signed in."""
        self._connection.execute(staff_session.insert().values(**vars(session)))

    def session(self, token_hash: str) -> StaffSession | None:
        """The session of a cookie."""
        query = sa.select(staff_session).where(staff_session.c.token_hash == token_hash)
        row = self._connection.execute(query).first()
        return StaffSession(**row._mapping) if row else None

    def touch_session(self, token_hash: str, now: datetime) -> None:
        """The browser was seen."""
        self._connection.execute(
            staff_session.update().where(staff_session.c.token_hash == token_hash).values(seen_at=now)
        )

    def end_session(self, token_hash: str) -> None:
        """Sign one browser out."""
        self._connection.execute(staff_session.delete().where(staff_session.c.token_hash == token_hash))

    def end_sessions_of(self, name: str) -> None:
        """Sign all browsers of an account out."""
        self._connection.execute(staff_session.delete().where(staff_session.c.staff == name))

    def add_link(self, link: SignInLink) -> None:
        """A new one-time link in place of older ones."""
        self._connection.execute(sign_in_link.delete().where(sign_in_link.c.staff == link.staff))
        self._connection.execute(sign_in_link.insert().values(**vars(link)))

    def peek_link(self, token_hash: str, now: datetime) -> SignInLink | None:
        """The link if it would still work."""
        query = sa.select(sign_in_link).where(
            sign_in_link.c.token_hash == token_hash,
            sign_in_link.c.used_at.is_(None),
            sign_in_link.c.expires_at > now,
        )
        row = self._connection.execute(query).first()
        return SignInLink(**row._mapping) if row else None

    def use_link(self, token_hash: str, now: datetime) -> SignInLink | None:
        """Use a link up."""
        link = self.peek_link(token_hash, now)
        if link is None:
            return None
        used = self._connection.execute(
            sign_in_link.update()
            .where(sign_in_link.c.token_hash == token_hash, sign_in_link.c.used_at.is_(None))
            .values(used_at=now)
        )
        return link if used.rowcount == 1 else None


def _row(account: Staff) -> dict[str, Any]:
    return {
        "role": account.role.value,
        "password_hash": account.password_hash,
        "language": account.language,
        "created_at": account.created_at,
        "disabled_at": account.disabled_at,
        "failed_attempts": account.failed_attempts,
        "locked_until": account.locked_until,
    }


def _account(row: Any) -> Staff:
    return Staff(**{**row._mapping, "role": Role(row.role)})
