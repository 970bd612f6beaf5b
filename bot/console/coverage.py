"""Topics by language: how many examples there are, how well they are understood, how often they are asked."""

from datetime import timedelta
from functools import lru_cache

from starlette.responses import Response

from bot.bootstrap import clock
from bot.console import studio
from bot.console.visit import Visit
from bot.domain.language import LANGUAGES
from bot.workshop import check
from bot.workshop.coverage import Coverage
from bot.workshop.worth import latest_report, sheet

TRAFFIC = timedelta(days=30)


def show(visit: Visit) -> Response:
    """All topics, or the intents of one."""
    coverage = _coverage(studio.changed())
    topic = visit.request.query_params.get("topic", "")
    topic = topic if topic in coverage.topics else ""
    with visit.app.new_reading() as work:
        turns = work.heard.traffic(clock() - TRAFFIC)
    reports = [studio.ROOT / "report" / "report.json", *visit.app.settings.changes.glob("*/report/report.json")]
    found = sheet(coverage, latest_report(reports), turns, topic)
    return visit.page("coverage.html", sheet=found, topic=topic, codes=list(LANGUAGES), days=TRAFFIC.days)


@lru_cache(maxsize=1)
def _coverage(changed: int) -> Coverage:
    return check.coverage(studio.ROOT)
