"""One callback request with its personal data. Every opening is audited by the desk."""

from datetime import date, time, timedelta
from typing import Any

from starlette.responses import Response

from bot.bootstrap import clock
from bot.console.callbacks import colleagues
from bot.console.flash import Flash
from bot.console.visit import Visit
from bot.domain.call_window import CallWindow, offered_windows
from bot.domain.callback import Outcome
from bot.domain.errors import PastWindow, UnreadableWindow

LONGEST_NOTE = 4000
# Farther is a slip of the pen, and would hide the request for good.
FARTHEST = timedelta(days=90)


def show(visit: Visit) -> Response:
    """The page."""
    return detail(visit)


def detail(visit: Visit, problem: Flash | None = None, typed: dict[str, str] | None = None) -> Response:
    """The page, perhaps with what is wrong and what was typed, so that nothing has to be typed again."""
    request = visit.app.callbacks.open_detail(visit.request.path_params["reference"], visit.staff.name)
    now, active = clock(), colleagues(visit)
    values: dict[str, Any] = {
        "request": request,
        "now": now,
        "person": visit.app.conversations.get(request.conversation_id),
        "outcomes": list(Outcome),
        "windows": offered_windows(now, visit.app.settings.callback_hours),
        "colleagues": [account for account in active if account.name != request.assignee],
        "active": {account.name for account in active},
        "typed": {"note": request.note, "window": "", "day": "", "start": "", "end": "", **(typed or {})},
        "longest": LONGEST_NOTE,
        "here": f"/callbacks/{request.reference}",
    }
    if problem:
        values["flash"] = problem
    return visit.page("callback.html", status=422 if problem else 200, **values)


def read_window(form: dict[str, str]) -> CallWindow:
    """An offered window, or day and hours by Brussels' clock. Raises `UnreadableWindow`, `PastWindow`."""
    try:
        if form.get("day"):
            start, end = time.fromisoformat(form.get("start", "")), time.fromisoformat(form.get("end", ""))
            window = CallWindow.on(date.fromisoformat(form["day"]), start, end)
        else:
            window = CallWindow.decode(form.get("window", ""))
    except (ValueError, OverflowError):
        raise UnreadableWindow from None
    now = clock()
    if window.is_past(now):
        raise PastWindow
    if window.start - now > FARTHEST:
        raise UnreadableWindow
    return window
