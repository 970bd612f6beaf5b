"""When somebody of us is there to talk, per language, by Brussels' clock."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from bot.domain.call_window import BRUSSELS, CallWindow, DayPart

# A week of seven days, Monday first, each with its spans.
Week = tuple[tuple[DayPart, ...], ...]
NEVER: Week = ((),) * 7
# Longer than any row of holidays; a language nobody speaks on any day has no next opening.
_LOOK_AHEAD = 60


@dataclass(frozen=True)
class ServiceHours:
    """The `general` week, and weeks of their own for languages that only some of us speak."""

    general: Week = NEVER
    by_language: Mapping[str, Week] = field(default_factory=dict)
    closed: Container[date] = frozenset()

    def is_open(self, now: datetime, language: str) -> bool:
        """Whether somebody who speaks the language is there."""
        moment = now.astimezone(timezone.utc)
        return any(
            window.start.astimezone(timezone.utc) <= moment < window.end.astimezone(timezone.utc)
            for window in self._windows(_day_of(now), language)
        )

    def next_opening(self, now: datetime, language: str) -> datetime | None:
        """When somebody will be there next; None when nobody will in the coming two months."""
        moment, today = now.astimezone(timezone.utc), _day_of(now)
        for ahead in range(_LOOK_AHEAD):
            for window in self._windows(today + timedelta(days=ahead), language):
                if window.start.astimezone(timezone.utc) > moment:
                    return window.start
        return None

    def _windows(self, day: date, language: str) -> list[CallWindow]:
        if day in self.closed:
            return []
        week = self.by_language.get(language, self.general)
        return [CallWindow.on(day, part.start, part.end) for part in week[day.weekday()]]


def _day_of(now: datetime) -> date:
    return now.astimezone(BRUSSELS).date()
