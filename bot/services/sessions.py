"""Browser sessions of staff."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.staff import Staff
from bot.services.ports import AuditEntry, Clock, NewWork, StaffSession

SESSION_LIFETIME = timedelta(hours=12)
SESSION_IDLE = timedelta(hours=4)


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


class Sessions:
    """Knows which browser belongs to whom. Tokens are stored hashed."""

    def __init__(self, new_work: NewWork, clock: Clock, new_reading: NewWork) -> None:
        self._new_work = new_work
        # Looking must not queue behind those who write.
        self._new_reading = new_reading
        self._clock = clock

    def visitor(self, token: str, touch: bool = True) -> Visitor | None:
        """Who a cookie belongs to, while its session lives.

        Without `touch` the visit does not prolong it: a page that asks by itself is no sign of a person.
        """
        now = self._clock()
        with self._new_reading() as work:
            session = work.staff.session(hashed(token))
            if session is None or _is_over(session, now):
                return None
            account = work.staff.get(session.staff)
        if account.disabled_at:
            return None
        # Once a minute is enough to know when a browser was last seen, and spares a write per page.
        if touch and now - session.seen_at > timedelta(minutes=1):
            with self._new_work() as work:
                work.staff.touch_session(session.token_hash, now)
                work.commit()
        return Visitor(account, session.csrf)

    def sign_out(self, token: str) -> None:
        """End one browser's session."""
        with self._new_work() as work:
            work.staff.end_session(hashed(token))
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
            work.staff.add_session(StaffSession(hashed(token), account.name, csrf, now, now))
            work.commit()
        return SignedIn(token, csrf, account)


def same_secret(left: str, right: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


def hashed(token: str) -> str:
    """As tokens are stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def _is_over(session: StaffSession, now: datetime) -> bool:
    return now - session.created_at > SESSION_LIFETIME or now - session.seen_at > SESSION_IDLE
