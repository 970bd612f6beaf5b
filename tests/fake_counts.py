"""Counts by day in memory."""

from collections.abc import Iterable
from datetime import date

from bot.services.overview_ports import Count, DailyCount
from tests.fake_contents import Contents


class FakeDailyCounts:
    def __init__(self, contents: Contents) -> None:
        self._counts = contents.counts

    def add(self, day: date, counts: Iterable[Count]) -> None:
        self._counts.update((day, what, key[:48]) for what, key in set(counts))

    def between(self, first: date, last: date) -> list[DailyCount]:
        held = [DailyCount(day, what, key, n) for (day, what, key), n in self._counts.items() if first <= day <= last]
        return sorted(held, key=lambda count: (count.day, count.what.value, count.key))
