"""Which colleague is who in the staff group: a one-time code from the console says it, nothing else does."""

import secrets
from datetime import timedelta

from bot.domain.errors import StaffNotFound
from bot.domain.staff import Role, Staff
from bot.services.ports import AuditEntry, Clock, NewWork, Work

CODE_LIFETIME = timedelta(minutes=10)
# Without letters and digits that one takes for each other.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH = 10


class StaffLinks:
    """Makes codes, links Telegram accounts with them, and ends links."""

    def __init__(self, new_work: NewWork, clock: Clock, new_reading: NewWork) -> None:
        self._new_work = new_work
        self._new_reading = new_reading
        self._clock = clock

    def make_code(self, staff: str) -> str:
        """A code that works once, for some minutes, in place of older ones."""
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
        with self._new_work() as work:
            work.links.add_code(code, staff, self._clock() + CODE_LIFETIME)
            self._audit(work, staff, "telegram_code_made")
            work.commit()
        return code

    def link(self, sender: str, code: str) -> str | None:
        """Link a Telegram account; gives the colleague's name, or None when the code does not work."""
        now = self._clock()
        with self._new_work() as work:
            name = work.links.use_code(code.strip().upper(), now)
            if name is None or active(work, name) is None:
                return None
            work.links.link(sender, name, now)
            self._audit(work, name, "telegram_linked")
            work.commit()
        return name

    def unlink(self, staff: str) -> None:
        """The colleague's Telegram account counts no more."""
        with self._new_work() as work:
            if work.links.unlink(staff):
                self._audit(work, staff, "telegram_unlinked")
            work.commit()

    def is_linked(self, staff: str) -> bool:
        """Whether the colleague has a Telegram account."""
        with self._new_reading() as work:
            return work.links.is_linked(staff)

    def staff_of(self, sender: str) -> str | None:
        """The colleague who writes, if their account may talk with people at all."""
        with self._new_reading() as work:
            name = work.links.staff_of(sender) if sender else None
            account = active(work, name) if name else None
        return account.name if account else None

    def colleagues(self) -> list[str]:
        """Who could be given a chat."""
        with self._new_reading() as work:
            return [each.name for each in work.staff.all() if each.disabled_at is None and each.may(Role.AGENT)]

    def _audit(self, work: Work, staff: str, action: str) -> None:
        work.audit.add(AuditEntry(self._clock(), staff, action, staff))


def active(work: Work, name: str) -> Staff | None:
    """The account, if it is switched on and its role may talk with people."""
    try:
        account = work.staff.get(name)
    except StaffNotFound:
        return None
    return account if account.disabled_at is None and account.may(Role.AGENT) else None
