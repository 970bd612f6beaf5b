"""The overview page and its charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.console import charts
from bot.console.chats import label_of
from bot.console.visit import Visit
from bot.domain.callback import Outcome
from bot.services.overview import LONGEST_DAYS, Period, by_day, by_key
from bot.services.overview_ports import DailyCount, What

CHOICES = (1, 7, 30)
USUAL = 7
EARLIEST = date(2020, 1, 1)
MOST_ROWS = 12
# A chart holds words of ours and styles of its own; it loads nothing and runs nothing, also when opened by itself.
CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


@dataclass(frozen=True)
class Chosen:
    """The period that an address names. `days` is 0 for days of one's own choice."""

    period: Period
    days: int

    @classmethod
    def read(cls, query: Mapping[str, str], today: date) -> "Chosen":
        """Out of a query string; what means nothing gives the usual period, the future is cut off."""
        first, last = _day(query.get("from")), _day(query.get("until"))
        if first and last:
            last = max(EARLIEST, min(max(first, last), today))
            first = max(EARLIEST, min(first, last))
            return cls(Period(max(first, Period.ending(last, LONGEST_DAYS).first), last), 0)
        days = next((days for days in CHOICES if str(days) == query.get("days")), USUAL)
        return cls(Period.ending(today, days), days)

    @property
    def query(self) -> str:
        """The same as a query string."""
        if self.days:
            return urlencode({"days": self.days})
        return urlencode({"from": self.period.first.isoformat(), "until": self.period.last.isoformat()})


def show(visit: Visit) -> Response:
    """The page."""
    desk = visit.app.overview
    chosen = Chosen.read(visit.request.query_params, desk.today())
    found = desk.of(chosen.period)
    return visit.page(
        "overview.html",
        chosen=chosen,
        choices=CHOICES,
        found=found,
        today=desk.today(),
        outcomes=list(Outcome),
        tables={
            "messages": _days(visit, found.messages),
            "people": _days(visit, found.people),
            "languages": _named(visit, found.languages),
            "topics": [(label_of(visit, intent), n) for intent, n in found.topics],
        },
    )


def chart(visit: Visit) -> Response:
    """One chart as an image."""
    draw = _CHARTS.get(visit.request.path_params["name"])
    if draw is None:
        raise HTTPException(404)
    desk, query = visit.app.overview, visit.request.query_params
    period = Chosen.read(query, desk.today()).period
    drawn = draw(visit, desk.counts(period), period, query.get("theme") == "dark")
    return Response(drawn, media_type="image/svg+xml", headers={"content-security-policy": CHART_POLICY})


def _by_day(what: What) -> Any:
    def draw(visit: Visit, counts: list[DailyCount], period: Period, dark: bool) -> str:
        return charts.columns(_days(visit, by_day(counts, what, period)), dark)

    return draw


def _languages(visit: Visit, counts: list[DailyCount], _: Period, dark: bool) -> str:
    return charts.rows(_named(visit, by_key(counts, What.MESSAGE).most_common(MOST_ROWS)), dark)


def _topics(visit: Visit, counts: list[DailyCount], _: Period, dark: bool) -> str:
    most = by_key(counts, What.TOPIC).most_common(MOST_ROWS)
    return charts.rows([(label_of(visit, intent), n) for intent, n in most], dark)


_CHARTS = {
    "messages": _by_day(What.MESSAGE),
    "people": _by_day(What.PERSON),
    "languages": _languages,
    "topics": _topics,
}


def _days(visit: Visit, sums: Mapping[date, int]) -> list[tuple[str, int]]:
    return [(format_date(day, "d MMM", visit.language), n) for day, n in sums.items()]


def _named(visit: Visit, languages: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    names = Locale(visit.language).languages
    return [(str(names.get(code, code)), n) for code, n in languages]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
