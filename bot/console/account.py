"""What everybody may do with their own account."""

from starlette.responses import Response

from bot.console import i18n
from bot.console.auth import close_session, open_session
from bot.console.cookies import Purpose
from bot.console.flash import Flash
from bot.console.local_path import HOME, local_path
from bot.console.visit import Visit
from bot.domain.errors import SignInFailed
from bot.domain.staff import Role
from bot.services.accounts import SHORTEST_PASSWORD, WeakPassword
from bot.services.staff_links import CODE_LIFETIME

A_YEAR = 31_536_000


def home(visit: Visit) -> Response:
    """The page to begin with."""
    if visit.staff.role is Role.SUPERVISOR:
        return visit.redirect("/overview")
    return visit.redirect("/callbacks" if visit.staff.may(Role.AGENT) else "/playground")


def show(visit: Visit) -> Response:
    """Name, role, password, sessions."""
    return _show(visit)


def change_password(visit: Visit) -> Response:
    """Set another password: other browsers are signed out, this one gets a new session."""
    name, new = visit.staff.name, visit.form.get("password", "")
    if new != visit.form.get("repeated"):
        return _show(visit, "passwords_differ")
    try:
        visit.app.accounts.change_password(name, visit.form.get("old", ""), new)
        signed_in = visit.app.accounts.sign_in(name, new)
    except WeakPassword:
        return _show(visit, "password_short")
    except SignInFailed:
        return _show(visit, "password_wrong")
    response = visit.redirect("/account", Flash("password_changed"))
    open_session(visit.request, response, visit.console.cookies, visit.app.accounts, signed_in)
    return response


def make_code(visit: Visit) -> Response:
    """A one-time code that links a Telegram account for the staff group; it is shown once."""
    return _show(visit, code=visit.app.staff_links.make_code(visit.staff.name))


def unlink(visit: Visit) -> Response:
    """The Telegram account counts no more."""
    visit.app.staff_links.unlink(visit.staff.name)
    return visit.redirect("/account", Flash("telegram_unlinked"))


def sign_out(visit: Visit) -> Response:
    """End this browser's session."""
    response = visit.redirect("/sign-in", Flash("signed_out"))
    close_session(visit.request, response, visit.console.cookies, visit.app.accounts)
    return response


def sign_out_everywhere(visit: Visit) -> Response:
    """End every session of the account."""
    visit.app.accounts.sign_out_everywhere(visit.staff.name)
    response = visit.redirect("/sign-in", Flash("signed_out_everywhere"))
    close_session(visit.request, response, visit.console.cookies, visit.app.accounts)
    return response


def choose_language(visit: Visit) -> Response:
    """Read the console in another language: kept with the account, or in the browser before signing in."""
    language = visit.form.get("language", "")
    response = visit.redirect(local_path(visit.form.get("next", HOME)))
    if i18n.is_spoken(language):
        if visit.visitor:
            visit.app.accounts.set_language(visit.staff.name, language)
        visit.console.cookies.set(response, Purpose.LANGUAGE, language, max_age=A_YEAR)
    return response


def _show(visit: Visit, problem: str = "", code: str = "") -> Response:
    talks = bool(visit.app.settings.staff_group) and visit.staff.may(Role.AGENT)
    return visit.page(
        "account.html",
        status=422 if problem else 200,
        problem=problem,
        shortest=SHORTEST_PASSWORD,
        here="/account",
        has_staff_group=talks,
        is_linked=talks and visit.app.staff_links.is_linked(visit.staff.name),
        code=code,
        minutes=int(CODE_LIFETIME.total_seconds() // 60),
    )
