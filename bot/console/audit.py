"""What staff saw and did, for supervisors."""

from starlette.responses import Response

from bot.console.visit import Visit

LATEST = 200


def show(visit: Visit) -> Response:
    """The latest entries."""
    with visit.app.new_reading() as work:
        entries = work.audit.latest(LATEST)
    return visit.page("audit.html", entries=entries, latest=LATEST)
