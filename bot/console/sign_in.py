"""Signing in: with name and password, or the first time with a one-time link."""

from starlette.responses import Response

from bot.console.auth import open_session
from bot.console.flash import Flash
from bot.console.local_path import HOME, local_path
from bot.console.visit import Visit
from bot.domain.errors import SignInFailed
from bot.services.accounts import SHORTEST_PASSWORD, WeakPassword
from bot.services.sessions import SignedIn


def show(visit: Visit) -> Response:
    """The form; somebody who is signed in is sent on."""
    next_path = local_path(visit.request.query_params.get("next", HOME))
    if visit.visitor:
        return visit.redirect(next_path)
    return visit.page("sign_in.html", next=next_path, name="", failed=False)


def sign_in(visit: Visit) -> Response:
    """Check name and password. Wrong, locked and unknown look the same."""
    name = visit.form.get("name", "").strip()
    next_path = local_path(visit.form.get("next", HOME))
    try:
        signed_in = visit.app.accounts.sign_in(name, visit.form.get("password", ""))
    except SignInFailed:
        return visit.page("sign_in.html", status=401, next=next_path, name=name, failed=True)
    return _enter(visit, signed_in, visit.redirect(next_path))


def show_welcome(visit: Visit) -> Response:
    """Whose link it is, and the form for a password. Looking does not use the link up."""
    name = visit.app.accounts.link_holder(visit.request.path_params["token"])
    return _welcome(visit, name, status=200 if name else 404)


def accept_welcome(visit: Visit) -> Response:
    """Set the password and sign in; works once."""
    token = visit.request.path_params["token"]
    name = visit.app.accounts.link_holder(token)
    password = visit.form.get("password", "")
    if name and password != visit.form.get("repeated"):
        return _welcome(visit, name, status=422, problem="passwords_differ")
    try:
        signed_in = visit.app.accounts.accept(token, password)
    except WeakPassword:
        return _welcome(visit, name, status=422, problem="password_short")
    except SignInFailed:
        return _welcome(visit, None, status=404)
    visit.app.accounts.set_language(signed_in.staff.name, visit.language)
    return _enter(visit, signed_in, visit.redirect(HOME, Flash("welcome", values={"name": signed_in.staff.name})))


def _welcome(visit: Visit, name: str | None, status: int, problem: str = "") -> Response:
    values = {"name": name, "problem": problem, "shortest": SHORTEST_PASSWORD}
    # The address holds the link itself, so that the language form has to know it.
    return visit.page("welcome.html", status=status, here=visit.request.url.path, **values)


def _enter(visit: Visit, signed_in: SignedIn, response: Response) -> Response:
    open_session(visit.request, response, visit.console.cookies, visit.app.accounts, signed_in)
    return response
