"""Taking an account's access away."""

from bot.services.accounts import SYSTEM
from bot.services.ports import AuditEntry, Clock, NewWork


class Access:
    """Closes accounts; an invitation opens them again."""

    def __init__(self, new_work: NewWork, clock: Clock) -> None:
        self._new_work = new_work
        self._clock = clock

    def disable(self, name: str, actor: str = SYSTEM) -> None:
        """Nobody signs in with the account any more, and its browsers are signed out. Raises `StaffNotFound`."""
        now = self._clock()
        with self._new_work() as work:
            account = work.staff.get(name)
            account.disabled_at = account.disabled_at or now
            work.staff.save(account)
            work.staff.end_sessions_of(name)
            work.audit.add(AuditEntry(now, actor, "staff_disabled", name))
            work.commit()
