"""One request as pages see it: who, which language, what was typed, and how to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.bootstrap import App
from bot.console import csrf, flash, i18n
from bot.console.auth import visitor_of
from bot.console.bot_link import BotLink
from bot.console.cookies import Cookies, Purpose
from bot.console.flash import Flash
from bot.console.templating import render
from bot.domain.staff import Role, Staff
from bot.services.sessions import Visitor


@dataclass(frozen=True)
class Console:
    """What every page works with."""

    app: App
    bot: BotLink
    cookies: Cookies


@dataclass(frozen=True)
class Visit:
    """A request with its visitor."""

    console: Console
    request: Request
    visitor: Visitor | None
    form: Mapping[str, str]
    language: str
    csrf: str

    @property
    def app(self) -> App:
        """The services."""
        return self.console.app

    @property
    def staff(self) -> Staff:
        """Who is signed in; pages that need an account may rely on it."""
        if self.visitor is None:
            raise LookupError("nobody is signed in")
        return self.visitor.staff

    @property
    def asks_for_fragment(self) -> bool:
        """Whether htmx asks, not the browser itself."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def here(self) -> str:
        """The address to come back to; only pages that can be opened again have one."""
        if self.request.method != "GET":
            return "/"
        url = self.request.url
        return f"{url.path}?{url.query}" if url.query else url.path

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A whole page; a waiting message is shown and used up."""
        waiting = flash.decode(self.console.cookies.read(self.request, Purpose.FLASH))
        text = render(template, self.language, {**self._common(), "flash": waiting, "here": self.here, **values})
        response = HTMLResponse(text, status_code=status)
        if waiting:
            self.console.cookies.drop(response, Purpose.FLASH)
        if self.visitor is None:
            self.console.cookies.set(response, Purpose.SIGN_IN, self.csrf)
        return response

    def fragment(self, template: str, status: int = 200, **values: Any) -> Response:
        """A part of a page, for htmx."""
        return HTMLResponse(self.text(template, **values), status_code=status)

    def text(self, template: str, **values: Any) -> str:
        """A template as text."""
        return render(template, self.language, {**self._common(), **values})

    def redirect(self, path: str, message: Flash | None = None) -> Response:
        """Send the browser to another page of ours, which then shows the message."""
        response = RedirectResponse(path, status_code=303)
        if message:
            self.console.cookies.set(response, Purpose.FLASH, flash.encode(message), max_age=flash.SECONDS)
        return response

    def _common(self) -> dict[str, Any]:
        staff = self.visitor.staff if self.visitor else None
        return {
            "staff": staff,
            "may": lambda role: staff is not None and staff.may(Role(role)),
            "csrf": self.csrf,
            "path": self.request.url.path,
        }


def open_visit(console: Console, request: Request, form: Mapping[str, str], touch: bool = True) -> Visit:
    """Find out who sends the request."""
    visitor = visitor_of(request, console.cookies, console.app.accounts, touch)
    return _visit(console, request, form, visitor)


def anonymous_visit(console: Console, request: Request) -> Visit:
    """For when the database cannot be asked."""
    return _visit(console, request, {}, None)


def _visit(console: Console, request: Request, form: Mapping[str, str], visitor: Visitor | None) -> Visit:
    chosen = visitor.staff.language if visitor else console.cookies.read(request, Purpose.LANGUAGE)
    language = chosen if i18n.is_spoken(chosen) else i18n.preferred(request.headers.get("accept-language", ""))
    return Visit(console, request, visitor, form, language, csrf.token_for(request, console.cookies, visitor))
