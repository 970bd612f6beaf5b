"""Nothing is kept longer than people were told."""

from collections.abc import Mapping
from datetime import timedelta

from bot.services.ports import Clock, NewWork
from bot.services.retention_ports import Cutoffs, Limit, Stale

AT_ONCE = 2000
"""Rows removed in one transaction: those who write wait no longer than that takes."""


class Retention:
    """Removes what is older than the limits, in days, that the privacy notice and the consent text name."""

    def __init__(self, new_work: NewWork, clock: Clock, days: Mapping[Limit, int], new_reading: NewWork) -> None:
        self._new_work = new_work
        self._new_reading = new_reading
        self._clock = clock
        self.days = dict(days)

    def preview(self) -> list[Stale]:
        """What `apply` would remove now, kind by kind."""
        with self._new_reading() as work:
            return work.retention.stale(self._cutoffs())

    def apply(self) -> list[Stale]:
        """Remove what is due now; gives what that was."""
        cutoffs = self._cutoffs()
        found = self.preview()
        for stale in found:
            if stale.rows:
                self._remove(stale.kind, cutoffs)
        return found

    def _remove(self, kind: str, cutoffs: Cutoffs) -> None:
        removed = AT_ONCE
        while removed == AT_ONCE:
            with self._new_work() as work:
                removed = work.retention.remove(kind, cutoffs, AT_ONCE)
                work.commit()

    def _cutoffs(self) -> Cutoffs:
        now = self._clock()
        return {limit: now - timedelta(days=days) for limit, days in self.days.items()}
