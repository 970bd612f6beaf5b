"""People of the hotline and their accounts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

FREE_ATTEMPTS = 5
LONGEST_LOCK = timedelta(hours=1)
_LONGEST_DOUBLING = 6


class Role(Enum):
    """What an account may do; each role includes the ones before it."""

    AGENT = "agent"
    TRAINER = "trainer"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


# A trainer does not call people back and an agent does not train: only the upper roles do both.
GRANTS: dict[Role, frozenset[Role]] = {
    Role.AGENT: frozenset({Role.AGENT}),
    Role.TRAINER: frozenset({Role.TRAINER}),
    Role.SUPERVISOR: frozenset({Role.AGENT, Role.TRAINER, Role.SUPERVISOR}),
    Role.ADMIN: frozenset(Role),
}


@dataclass
class Staff:
    """An account. `password_hash` is empty until the one-time link was used."""

    name: str
    role: Role
    created_at: datetime
    password_hash: str = ""
    language: str = "en"
    disabled_at: datetime | None = None
    failed_attempts: int = 0
    locked_until: datetime | None = None

    def may(self, role: Role) -> bool:
        """Whether the account may do what `role` may do."""
        return role in GRANTS[self.role]

    @property
    def may_supervise(self) -> bool:
        """Whether the account may hand out and erase people's data."""
        return self.may(Role.SUPERVISOR)

    def is_locked(self, now: datetime) -> bool:
        """Whether sign-in is refused for now."""
        return self.locked_until is not None and now < self.locked_until

    def failed(self, now: datetime) -> None:
        """A wrong password: after five, the lock doubles from one minute up to an hour."""
        self.failed_attempts += 1
        excess = self.failed_attempts - FREE_ATTEMPTS
        if excess >= 0:
            # Bounded before it is raised: no attacker's patience may make it a number that no timedelta holds.
            minutes = 2 ** min(excess, _LONGEST_DOUBLING)
            self.locked_until = now + min(LONGEST_LOCK, timedelta(minutes=minutes))

    def signed_in(self) -> None:
        """A right password clears the count."""
        self.failed_attempts = 0
        self.locked_until = None
