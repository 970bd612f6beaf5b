"""What staff saw and did, for supervisors."""

from urllib.parse import urlencode

from starlette.responses import Response

from bot.console.visit import Visit
from bot.services.ports import AuditFilter

ON_A_PAGE = 100
LONGEST = 64
_MOST_DIGITS = 18
# Beginnings of action names that belong together.
KINDS = ("callback", "chat", "handover", "staff", "sign", "password", "second_factor")


def show(visit: Visit) -> Response:
    """Entries newest first, narrowed and in pages. A page goes on behind the last entry of the one before it."""
    query = visit.request.query_params
    kind = query.get("kind", "")
    wanted = AuditFilter(
        actor=query.get("actor", "").strip()[:LONGEST],
        action=kind if kind in KINDS else "",
        subject=query.get("subject", "").strip()[:LONGEST],
    )
    before = query.get("before", "")
    number = int(before) if before.isdecimal() and len(before) <= _MOST_DIGITS else None
    with visit.app.new_reading() as work:
        entries = work.audit.find(wanted, number, ON_A_PAGE + 1)
    more = len(entries) > ON_A_PAGE
    given = {"actor": wanted.actor, "kind": wanted.action, "subject": wanted.subject}
    narrowed = {name: value for name, value in given.items() if value}
    following = urlencode({**narrowed, "before": str(entries[ON_A_PAGE - 1].id)}) if more else ""
    return visit.page(
        "audit.html",
        entries=entries[:ON_A_PAGE],
        older=f"/audit?{following}" if more else "",
        kinds=KINDS,
        wanted=wanted,
        is_first=number is None,
        accounts=visit.app.accounts.all(),
    )
