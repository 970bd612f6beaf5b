"""Callback requests as a CSV table that a spreadsheet opens as it is, and cannot be tricked into running."""

import csv
import io
from collections.abc import Iterable, Iterator

from bot.domain.call_window import BRUSSELS
from bot.domain.callback import CallbackRequest
from bot.services.phone import national

CSV = "text/csv; charset=utf-8"
# Excel takes a table for UTF-8 only when it begins with this.
_MARK = "\ufeff"
# Excel of French and Dutch readers separates by semicolons, because their decimals have commas.
_SEPARATORS = {"en": ","}
# What a spreadsheet would take for a formula, when a cell begins with it.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
_ROWS_AT_ONCE = 100

# The columns are codes like the values in them: the same table for whoever counts with it, in whatever language.
COLUMNS = (
    *("reference", "state", "urgent", "name", "phone", "language", "country", "topic"),
    *("window_start", "window_end", "may_leave_message", "assignee"),
    *("attempts", "last_outcome", "created_at", "updated_at", "note"),
)


def table(requests: Iterable[CallbackRequest], language: str) -> Iterator[str]:
    """The table in pieces; times by Brussels' clock."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=_SEPARATORS.get(language, ";"), quoting=csv.QUOTE_ALL)
    buffer.write(_MARK)
    writer.writerow(COLUMNS)
    for number, request in enumerate(requests, start=1):
        writer.writerow([_safe(cell) for cell in _cells(request)])
        if number % _ROWS_AT_ONCE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _cells(request: CallbackRequest) -> list[str]:
    wish, calls = request.wish, request.attempts
    moments = [wish.window.start, wish.window.end, request.created_at, request.updated_at]
    start, end, created, updated = (f"{at.astimezone(BRUSSELS):%Y-%m-%d %H:%M}" for at in moments)
    return [
        *(request.reference, request.state.value, "yes" if request.urgent else "no"),
        *(wish.name, national(wish.phone), wish.language, request.country or "", wish.topic.value),
        *(start, end, "yes" if wish.may_leave_message else "no", request.assignee or ""),
        *(str(len(calls)), calls[-1].outcome.value if calls else "", created, updated, request.note),
    ]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_RISKY) else cell


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
