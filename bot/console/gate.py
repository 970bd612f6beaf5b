"""The one door to every page: form read, visitor found, role and token checked, then the page itself."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar, cast
from urllib.parse import urlencode

import anyio
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.console import csrf, kept_form
from bot.console.visit import Console, Visit, open_visit
from bot.domain.staff import Role, Staff

Endpoint = Callable[[Visit], Response] | Callable[[Visit], Awaitable[Response]]
Result = TypeVar("Result")

# A page of the list has a box for each request.
MOST_FIELDS = 80
# Ten times the longest note in a script of three bytes a letter.
LARGEST_FORM = 128 * 1024
# Hashing a password takes a processor and 64 MB for a moment: a flood of sign-ins queues here.
HASHES_AT_ONCE = 2


class Need(Enum):
    """What a visitor must be to get through."""

    NOTHING = "nothing"
    ACCOUNT = "account"
    AGENT = "agent"
    TRAINER = "trainer"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"

    def is_met_by(self, staff: Staff | None) -> bool:
        """Whether this person may enter."""
        if self is Need.NOTHING:
            return True
        if staff is None:
            return False
        return self is Need.ACCOUNT or staff.may(Role(self.value))


@dataclass(frozen=True)
class Page:
    """A line of the table of pages."""

    method: str
    path: str
    need: Need
    endpoint: Endpoint
    hashes: bool = False
    # Asked for by the page itself, again and again: no sign that somebody is there.
    polls: bool = False
    # Asked for by a list nobody types in: without a session its names leave the screen.
    clears: bool = False

    def route(self, console: Console) -> Route:
        """The page behind its door."""
        limiter = anyio.CapacityLimiter(HASHES_AT_ONCE) if self.hashes else None

        async def enter(request: Request) -> Response:
            form = await _read_form(request)
            visit = await _in_thread(lambda: open_visit(console, request, form, touch=not self.polls))
            refusal = _refusal(self, visit)
            if refusal is not None:
                return refusal
            if inspect.iscoroutinefunction(self.endpoint):
                return cast(Response, await self.endpoint(visit))
            endpoint = cast(Callable[[Visit], Response], self.endpoint)
            return await _in_thread(lambda: endpoint(visit), limiter)

        return Route(self.path, enter, methods=[self.method], name=f"{self.method} {self.path}")


async def _in_thread(work: Callable[[], Result], limiter: anyio.CapacityLimiter | None = None) -> Result:
    return await anyio.to_thread.run_sync(work, limiter=limiter)


async def _read_form(request: Request) -> dict[str, str]:
    if request.method != "POST":
        return {}
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > LARGEST_FORM:
        raise HTTPException(413)
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def _refusal(page: Page, visit: Visit) -> Response | None:
    public = page.need is Need.NOTHING
    if visit.visitor is None and not public:
        return _signed_out(page, visit)
    if page.method == "POST" and not csrf.is_proven(
        visit.request, visit.form, visit.console.cookies, visit.visitor, public
    ):
        if visit.asks_for_fragment:
            return kept_form.notice(visit, signed_out=False)
        return kept_form.offer(visit, signed_out=False, keep=not public and not page.hashes)
    if not page.need.is_met_by(visit.visitor.staff if visit.visitor else None):
        raise HTTPException(403, detail="role")
    return None


def _signed_out(page: Page, visit: Visit) -> Response:
    """Nobody is signed in (any more). What is typed, or was typed into a form, is not lost."""
    if visit.asks_for_fragment and page.clears:
        return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
    if visit.asks_for_fragment:
        return kept_form.notice(visit, signed_out=True)
    if visit.request.method == "GET":
        return visit.redirect(f"/sign-in?{urlencode({'next': visit.here})}")
    return kept_form.offer(visit, signed_out=True, keep=not page.hashes)
