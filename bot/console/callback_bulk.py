"""Several callback requests at once: given to a colleague, printed, or exported."""

from collections.abc import Iterator

from starlette.responses import Response, StreamingResponse

from bot.bootstrap import clock
from bot.console.callback_csv import CSV, table
from bot.console.callback_search import Search
from bot.console.callbacks import colleagues
from bot.console.flash import Flash
from bot.console.local_path import local_path
from bot.console.visit import Visit
from bot.domain.callback import CallbackRequest
from bot.domain.errors import AlreadyTaken, CallbackNotFound, ChangedMeanwhile, WrongState
from bot.services.ports import AuditEntry

PICK = "pick-"
MOST_PRINTED = 200
AT_ONCE = 500
_LONGEST_SUBJECT = 64


def assign(visit: Visit) -> Response:
    """Give the ticked requests to a colleague. A box carries the version it was ticked at: changed ones are left."""
    to, back = visit.form.get("to", ""), local_path(visit.form.get("next", "/callbacks"))
    if to not in {account.name for account in colleagues(visit)}:
        return visit.redirect(back, Flash("unknown_colleague", good=False))
    picked = {name.removeprefix(PICK): seen for name, seen in visit.form.items() if name.startswith(PICK)}
    if not picked:
        return visit.redirect(back, Flash("nothing_picked", good=False))
    given = sum(_give(visit, reference, seen, to) for reference, seen in picked.items())
    left = len(picked) - given
    values = {"given": str(given), "left": str(left), "to": to}
    return visit.redirect(back, Flash("assigned_some" if left else "assigned", good=not left, values=values))


def export(visit: Visit) -> Response:
    """The filtered list as a table for spreadsheets, streamed. That it was taken is audited before it begins."""
    search = Search.read(visit.request.query_params)
    _audit(visit, "callbacks_exported", search.query or "open")
    name = f"callbacks-{clock():%Y-%m-%d}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(table(_all(visit, search), visit.language), media_type=CSV, headers=headers)


def printed(visit: Visit) -> Response:
    """A list with numbers to call from, for paper. Each request on it counts as opened."""
    search = Search.read(visit.request.query_params)
    found = visit.app.callbacks.page(search.wanted, 0, MOST_PRINTED)
    for request in found.requests:
        _audit(visit, "callback_printed", request.reference)
    return visit.page("callbacks_printed.html", requests=found.requests, total=found.total, search=search, now=clock())


def _give(visit: Visit, reference: str, seen: str, to: str) -> bool:
    try:
        visit.app.callbacks.pass_on(reference, visit.staff.name, to, int(seen) if seen.isdecimal() else -1)
    except (AlreadyTaken, ChangedMeanwhile, WrongState, CallbackNotFound):
        return False
    return True


def _all(visit: Visit, search: Search) -> Iterator[CallbackRequest]:
    """In the order of references, so that changes meanwhile neither repeat nor skip a request."""
    last = ""
    while True:
        with visit.app.new_reading() as work:
            found = work.callbacks.after(last, search.wanted, AT_ONCE)
        yield from found
        if len(found) < AT_ONCE:
            return
        last = found[-1].reference


def _audit(visit: Visit, action: str, subject: str) -> None:
    with visit.app.new_work() as work:
        work.audit.add(AuditEntry(clock(), visit.staff.name, action, subject[:_LONGEST_SUBJECT]))
        work.commit()
