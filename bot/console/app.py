"""The console as a Starlette application."""

from urllib.parse import urlsplit

import httpx
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.bootstrap import App
from bot.console.bot_link import BotLink
from bot.console.cookies import Cookies
from bot.console.errors import ErrorPages, LastResort
from bot.console.headers import SecurityHeaders
from bot.console.pages import PAGES
from bot.console.templating import STATIC
from bot.console.visit import Console
from bot.domain.errors import MontoyerError
from bot.observability.health import Check
from bot.observability.probe import other_process, readiness_route

# For senders that do not say how much they send; forms that say so are measured, and refused with words, before.
LARGEST_BODY = 256 * 1024


def create_app(app: App, bot_transport: httpx.AsyncBaseTransport | None = None) -> Starlette:
    """The console over these services. `bot_transport` replaces the network to the bot in tests."""
    settings = app.settings
    secure = urlsplit(settings.console_url).scheme == "https"
    bot = BotLink(settings.bot_url, settings.internal_token, bot_transport)
    console = Console(app, bot, Cookies(secure, settings.console_port))
    errors = ErrorPages(console)
    return Starlette(
        routes=[
            *(page.route(console) for page in PAGES),
            readiness_route({"database": app.database_check, **_bot(settings.bot_url)}),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[
            Middleware(SecurityHeaders, secure=secure),
            Middleware(LastResort, console=console),
            Middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_BODY),
        ],
        exception_handlers={HTTPException: errors.http, MontoyerError: errors.domain},
    )


def _bot(url: str) -> dict[str, Check]:
    return {"bot": other_process(url)} if url else {}
