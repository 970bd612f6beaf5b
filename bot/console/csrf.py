"""Proof that a form was ours: a token per session, or before sign-in one that cookie and form both carry."""

import secrets
from collections.abc import Mapping

from starlette.requests import Request

from bot.console.cookies import Cookies, Purpose
from bot.services.sessions import Visitor, same_secret

FIELD = "csrf"
HEADER = "x-csrf-token"


def token_for(request: Request, cookies: Cookies, visitor: Visitor | None) -> str:
    """The token to put into forms: the session's, else the browser's, else a fresh one."""
    if visitor:
        return visitor.csrf
    return cookies.read(request, Purpose.SIGN_IN) or secrets.token_urlsafe(32)


def is_proven(
    request: Request, form: Mapping[str, str], cookies: Cookies, visitor: Visitor | None, public: bool
) -> bool:
    """Whether the request carries the right token.

    A public page also accepts the browser's own token from somebody signed in: a sign-in form that was opened
    before another tab signed in must still work.
    """
    given = form.get(FIELD) or request.headers.get(HEADER, "")
    expected = [visitor.csrf] if visitor else []
    if public or not visitor:
        expected.append(cookies.read(request, Purpose.SIGN_IN))
    return any(token and same_secret(given, token) for token in expected)
