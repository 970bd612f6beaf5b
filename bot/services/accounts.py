"""Staff accounts: invitation by one-time link, sign-in, sessions."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.domain.errors import SignInFailed, StaffNotFound
from bot.domain.staff import Role, Staff
from bot.services.ports import AuditEntry, Clock, NewWork, SignInLink, StaffSession

LINK_LIFETIME = timedelta(hours=24)
SESSION_LIFETIME = timedelta(hours=12)
SESSION_IDLE = timedelta(hours=4)
SHORTEST_PASSWORD = 12
SYSTEM = "system"


@dataclass(frozen=True)
class SignedIn:
    """A browser that just signed in: the cookie's `token` exists nowhere else."""

    token: str
    csrf: str
    staff: Staff


@dataclass(frozen=True)
class Visitor:
    """Who a request comes from."""

    staff: Staff
    csrf: str


class WeakPassword(ValueError):
    """The password is too short."""


class Accounts:
    """Creates accounts and checks who is who. Passwords are hashed with argon2id, tokens with SHA-256."""

    def __init__(
        self,
        new_work: NewWork,
        clock: Clock,
        hasher: PasswordHasher | None = None,
        new_reading: NewWork | None = None,
    ) -> None:
        self._new_work = new_work
        # Looking must not queue behind those who write.
        self._new_reading = new_reading or new_work
        self._clock = clock
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
        """Make an account, or reset an existing one's access; gives the token of a one-time link (24 hours)."""
        now = self._clock()
        token = secrets.token_urlsafe(32)
        with self._new_work() as work:
            try:
                account = work.staff.get(name)
                account.role = role
                account.disabled_at = None
                work.staff.save(account)
            except StaffNotFound:
                work.staff.add(Staff(name, role, created_at=now))
            work.staff.add_link(SignInLink(_hash(token), name, now + LINK_LIFETIME))
            work.audit.add(AuditEntry(now, actor, "staff_invited", name))
            work.commit()
        return token

    def link_holder(self, token: str) -> str | None:
        """The name a one-time link belongs to, while it works."""
        with self._new_reading() as work:
            link = work.staff.peek_link(_hash(token), self._clock())
        return link.staff if link else None

    def accept(self, token: str, password: str) -> SignedIn:
        """Use a link up, set the password and sign in. Raises `SignInFailed`, `WeakPassword`."""
        _check_strength(password)
        now = self._clock()
        with self._new_work() as work:
            link = work.staff.use_link(_hash(token), now)
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
        """Set another password; all browsers are signed out. Raises `SignInFailed`, `WeakPassword`."""
        _check_strength(new)
        with self._new_work() as work:
            account = work.staff.get(name)
            if not self._matches(account.password_hash or self._decoy, old):
                raise SignInFailed
            account.password_hash = self._hasher.hash(new)
            work.staff.save(account)
            work.staff.end_sessions_of(name)
            work.audit.add(AuditEntry(self._clock(), name, "password_changed", name))
            work.commit()

    def visitor(self, token: str) -> Visitor | None:
        """Who a cookie belongs to, while its session lives."""
        now = self._clock()
        with self._new_reading() as work:
            session = work.staff.session(_hash(token))
            if session is None or _is_over(session, now):
                return None
            account = work.staff.get(session.staff)
        if account.disabled_at:
            return None
        # Once a minute is enough to know when a browser was last seen, and spares a write per page.
        if now - session.seen_at > timedelta(minutes=1):
            with self._new_work() as work:
                work.staff.touch_session(session.token_hash, now)
                work.commit()
        return Visitor(account, session.csrf)

    def sign_out(self, token: str) -> None:
        """End one browser's session."""
        with self._new_work() as work:
            work.staff.end_session(_hash(token))
            work.commit()

    def sign_out_everywhere(self, name: str) -> None:
        """End all sessions of an account."""
        with self._new_work() as work:
            work.staff.end_sessions_of(name)
            work.audit.add(AuditEntry(self._clock(), name, "signed_out_everywhere", name))
            work.commit()

    def _open_session(self, account: Staff) -> SignedIn:
        now = self._clock()
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        with self._new_work() as work:
            work.staff.add_session(StaffSession(_hash(token), account.name, csrf, now, now))
            work.commit()
        return SignedIn(token, csrf, account)

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


def same_secret(left: str, right: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


def _check_strength(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _is_over(session: StaffSession, now: datetime) -> bool:
    return now - session.created_at > SESSION_LIFETIME or now - session.seen_at > SESSION_IDLE
