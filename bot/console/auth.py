"""Which browser belongs to whom."""

from starlette.requests import Request
from starlette.responses import Response

from bot.console.cookies import Cookies, Purpose
from bot.services.accounts import Accounts
from bot.services.sessions import SignedIn, Visitor


def visitor_of(request: Request, cookies: Cookies, accounts: Accounts, touch: bool = True) -> Visitor | None:
    """Who sends this request, or None without a living session."""
    token = cookies.read(request, Purpose.SESSION)
    return accounts.visitor(token, touch) if token else None


def open_session(
    request: Request, response: Response, cookies: Cookies, accounts: Accounts, signed_in: SignedIn
) -> None:
    """Give the browser the new session; whatever session it brought along ends here."""
    earlier = cookies.read(request, Purpose.SESSION)
    if earlier:
        accounts.sign_out(earlier)
    cookies.set(response, Purpose.SESSION, signed_in.token)
    cookies.drop(response, Purpose.SIGN_IN)


def close_session(request: Request, response: Response, cookies: Cookies, accounts: Accounts) -> None:
    """Sign this browser out."""
    accounts.sign_out(cookies.read(request, Purpose.SESSION))
    cookies.drop(response, Purpose.SESSION)
