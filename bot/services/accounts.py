"""Staff accounts: invitation by one-time link, sign-in, sessions."""

import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.domain.errors import SignInFailed, StaffNotFound
from bot.domain.staff import Role, Staff
from bot.services.ports import AuditEntry, Clock, NewWork, SignInLink
from bot.services.sessions import Sessions, SignedIn, hashed

LINK_LIFETIME = timedelta(hours=24)
SHORTEST_PASSWORD = 12
SYSTEM = "system"


class WeakPassword(ValueError):
    """The password is too short."""


class Accounts(Sessions):
    """Creates accounts and checks who is who. Passwords are hashed with argon2id, tokens with SHA-256."""

    def __init__(
        self,
        new_work: NewWork,
        clock: Clock,
        hasher: PasswordHasher | None = None,
        new_reading: NewWork | None = None,
    ) -> None:
        super().__init__(new_work, clock, new_reading or new_work)
        self._hasher = hasher or PasswordHasher()
        # Verified against when there is no such account, so that both cases cost the same.
        self._decoy = self._hasher.hash(secrets.token_urlsafe(16))

    def any(self) -> bool:
        """Whether somebody can sign in."""
        with self._new_reading() as work:
            return any(account.password_hash for account in work.staff.all())

    def all(self) -> list[Staff]:
        """Every account by name."""
        with self._new_reading() as work:
            return work.staff.all()

    def invite(self, name: str, role: Role, actor: str = SYSTEM) -> str:
        """Make an account, or reset an existing one's access; gives the token of a one-time link (24 hours).

        A reset signs all browsers of the account out.
        """
        now = self._clock()
        token = secrets.token_urlsafe(32)
        with self._new_work() as work:
            try:
                account = work.staff.get(name)
                account.role = role
                account.disabled_at = None
                work.staff.save(account)
                work.staff.end_sessions_of(name)
            except StaffNotFound:
                work.staff.add(Staff(name, role, created_at=now))
            work.staff.add_link(SignInLink(hashed(token), name, now + LINK_LIFETIME))
            work.audit.add(AuditEntry(now, actor, "staff_invited", name))
            work.commit()
        return token

    def link_holder(self, token: str) -> str | None:
        """The name a one-time link belongs to, while it works."""
        with self._new_reading() as work:
            link = work.staff.peek_link(hashed(token), self._clock())
        return link.staff if link else None

    def accept(self, token: str, password: str) -> SignedIn:
        """Use a link up, set the password and sign in. Raises `SignInFailed`, `WeakPassword`."""
        _check_strength(password)
        now = self._clock()
        with self._new_work() as work:
            link = work.staff.use_link(hashed(token), now)
            if link is None:
                raise SignInFailed
            account = work.staff.get(link.staff)
            account.password_hash = self._hasher.hash(password)
            account.signed_in()
            work.staff.save(account)
            work.staff.end_sessions_of(account.name)
            work.audit.add(AuditEntry(now, account.name, "password_set", account.name))
            work.commit()
        return self._open_session(account)

    def sign_in(self, name: str, password: str) -> SignedIn:
        """Check a name and a password. Raises `SignInFailed` for every reason there is."""
        now = self._clock()
        with self._new_work() as work:
            try:
                account = work.staff.get(name)
            except StaffNotFound:
                self._matches(self._decoy, password)
                raise SignInFailed from None
            right = self._matches(account.password_hash or self._decoy, password)
            if not account.password_hash or account.is_locked(now) or account.disabled_at:
                raise SignInFailed
            if not right:
                account.failed(now)
            else:
                account.signed_in()
            work.staff.save(account)
            action = "signed_in" if right else "sign_in_failed"
            work.audit.add(AuditEntry(now, account.name, action, account.name))
            work.commit()
        if not right:
            raise SignInFailed
        return self._open_session(account)

    def change_password(self, name: str, old: str, new: str) -> None:
        """Set another password; all browsers are signed out. Raises `SignInFailed`, `WeakPassword`.

        A wrong old password counts as a failed sign-in, so that a browser left open is no place to guess.
        """
        _check_strength(new)
        now = self._clock()
        with self._new_work() as work:
            account = work.staff.get(name)
            right = self._matches(account.password_hash or self._decoy, old) and not account.is_locked(now)
            if right:
                account.password_hash = self._hasher.hash(new)
                account.signed_in()
                work.staff.end_sessions_of(name)
            else:
                account.failed(now)
            work.staff.save(account)
            action = "password_changed" if right else "sign_in_failed"
            work.audit.add(AuditEntry(now, name, action, name))
            work.commit()
        if not right:
            raise SignInFailed

    def set_language(self, name: str, language: str) -> None:
        """The account reads the console in this language from now on."""
        with self._new_work() as work:
            account = work.staff.get(name)
            account.language = language
            work.staff.save(account)
            work.commit()

    def disable(self, name: str, actor: str = SYSTEM) -> None:
        """Switch an account off: its browsers are signed out, what it holds stays with it. Raises `StaffNotFound`."""
        self._switch(name, actor, "staff_disabled", self._clock())

    def enable(self, name: str, actor: str) -> None:
        """Switch an account on again; its password still counts. Raises `StaffNotFound`."""
        self._switch(name, actor, "staff_enabled", None)

    def _switch(self, name: str, actor: str, deed: str, disabled_at: datetime | None) -> None:
        with self._new_work() as work:
            account = work.staff.get(name)
            account.disabled_at = disabled_at and (account.disabled_at or disabled_at)
            work.staff.save(account)
            if disabled_at:
                work.staff.end_sessions_of(name)
            work.audit.add(AuditEntry(self._clock(), actor, deed, name))
            work.commit()

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


def _check_strength(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword
