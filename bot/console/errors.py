"""Errors as pages: what happened in plain words, never a traceback."""

import logging
import traceback

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.console.visit import Console, anonymous_visit, open_visit
from bot.domain.errors import InvalidInput, MontoyerError, NotFound, Refused

log = logging.getLogger(__name__)

_STATUS: list[tuple[type[MontoyerError], int]] = [(NotFound, 404), (Refused, 409), (InvalidInput, 422)]


class ErrorPages:
    """Exception handlers for Starlette."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def http(self, request: Request, error: Exception) -> Response:
        """404, 403 and their like, wherever they were raised."""
        if not isinstance(error, HTTPException):
            raise error
        response = self._page(request, error.status_code, error.detail)
        response.headers.update(error.headers or {})
        return response

    def domain(self, request: Request, error: Exception) -> Response:
        """A rule of the domain that no page translated itself."""
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
        return self._page(request, status)

    def _page(self, request: Request, status: int, reason: str = "") -> Response:
        visit = open_visit(self._console, request, {})
        return visit.page("error.html", status=status, code=status, reason=reason, here="/")


class LastResort:
    """ASGI middleware: anything unforeseen becomes a page, and one log line without the error's words.

    Their words may quote what a person typed; the kind of error and the places it came through do not.
    """

    def __init__(self, app: ASGIApp, console: Console) -> None:
        self._app = app
        self._console = console

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and step in when that fails."""
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception as error:
            places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
            log.error("console_failed", extra={"error": type(error).__name__, "places": places})
            if started or scope["type"] != "http":
                return
            await self._apology(Request(scope))(scope, receive, send)

    def _apology(self, request: Request) -> Response:
        visit = anonymous_visit(self._console, request)
        return visit.page("error.html", status=500, code=500, reason="", here="/")
