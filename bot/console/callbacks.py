"""The callback list."""

import hashlib
from dataclasses import replace
from math import ceil

from markupsafe import Markup
from starlette.responses import Response

from bot.bootstrap import clock
from bot.console.callback_search import ON_A_PAGE, Search
from bot.console.visit import Visit
from bot.domain.callback import State, Topic
from bot.domain.language import LANGUAGES
from bot.domain.staff import Role, Staff


def show(visit: Visit) -> Response:
    """The whole page: filter form and queue."""
    search = Search.read(visit.request.query_params)
    queue, digest = _queue(visit, search)
    with visit.app.new_reading() as work:
        countries = work.callbacks.countries()
    return visit.page(
        "callbacks.html",
        search=search,
        queue=queue,
        digest=digest,
        states=list(State),
        topics=list(Topic),
        languages=sorted(LANGUAGES),
        countries=countries,
        # Whoever left may still hold requests: they can be looked for, and nothing new is given to them.
        accounts=[account for account in visit.app.accounts.all() if account.may(Role.AGENT)],
        colleagues=colleagues(visit),
    )


def refresh(visit: Visit) -> Response:
    """The queue alone; nothing when it is as the browser shows it, so that the page stays untouched."""
    queue, digest = _queue(visit, Search.read(visit.request.query_params))
    if visit.request.query_params.get("seen") == digest:
        return Response(status_code=204)
    return visit.fragment("_queue.html", queue=queue, digest=digest)


def colleagues(visit: Visit) -> list[Staff]:
    """Who may hold a request."""
    return [account for account in visit.app.accounts.all() if account.may(Role.AGENT) and not account.disabled_at]


def _queue(visit: Visit, search: Search) -> tuple[Markup, str]:
    found = visit.app.callbacks.page(search.wanted, (search.page - 1) * ON_A_PAGE, ON_A_PAGE)
    pages = max(1, ceil(found.total / ON_A_PAGE))
    if search.page > pages:
        search = replace(search, page=pages)
        found = visit.app.callbacks.page(search.wanted, (pages - 1) * ON_A_PAGE, ON_A_PAGE)
    text = visit.text(
        "_requests.html",
        search=search,
        requests=found.requests,
        total=found.total,
        pages=pages,
        now=clock(),
        active={account.name for account in colleagues(visit)},
    )
    # Our own template's output, escaped when it was made.
    return Markup(text), hashlib.sha256(text.encode()).hexdigest()[:16]  # noqa: S704
