"""Accounts of colleagues, for administrators."""

import re

from starlette.responses import Response

from bot.bootstrap import clock
from bot.console.flash import Flash
from bot.console.visit import Visit
from bot.domain.staff import Role
from bot.settings import Settings

# Letters of any script; the name is also what audit lines show.
_NAME = re.compile(r"\w(?:[\w .'’-]{0,62}\w)?")


def show(visit: Visit) -> Response:
    """Everybody, and the form for one more."""
    return _show(visit)


def invite(visit: Visit) -> Response:
    """A new account. Its one-time link is on this page and nowhere else."""
    name = " ".join(visit.form.get("name", "").split())
    if not _NAME.fullmatch(name):
        return _show(visit, "name_unusable", name)
    if any(account.name == name for account in visit.app.accounts.all()):
        return _show(visit, "name_known", name)
    try:
        role = Role(visit.form.get("role"))
    except ValueError:
        return _show(visit, "role_unknown", name)
    return _hand_out(visit, name, role)


def renew(visit: Visit) -> Response:
    """A new one-time link for somebody who lost the password."""
    name = visit.request.path_params["name"]
    for account in visit.app.accounts.all():
        if account.name == name:
            return _hand_out(visit, name, account.role)
    return _show(visit, "name_unknown", name)


def disable(visit: Visit) -> Response:
    """Switch an account off; never one's own, so that an administrator remains."""
    name = visit.request.path_params["name"]
    if name == visit.staff.name:
        return _show(visit, "own_account")
    visit.app.accounts.disable(name, visit.staff.name)
    return visit.redirect("/staff", Flash("disabled", values={"name": name}))


def enable(visit: Visit) -> Response:
    """Switch an account on again."""
    name = visit.request.path_params["name"]
    visit.app.accounts.enable(name, visit.staff.name)
    return visit.redirect("/staff", Flash("enabled", values={"name": name}))


def address_of_console(settings: Settings) -> str:
    """Where staff open the console. Never taken from a request: its Host header is the sender's choice."""
    return settings.console_url or f"http://{settings.console_host}:{settings.console_port}"


def _hand_out(visit: Visit, name: str, role: Role) -> Response:
    token = visit.app.accounts.invite(name, role, actor=visit.staff.name)
    link = f"{address_of_console(visit.app.settings)}/welcome/{token}"
    return visit.page("invited.html", name=name, role=role, link=link, here="/staff")


def _show(visit: Visit, problem: str = "", name: str = "") -> Response:
    return visit.page(
        "staff.html",
        status=422 if problem else 200,
        accounts=visit.app.accounts.all(),
        roles=list(Role),
        problem=problem,
        name=name,
        now=clock(),
        here="/staff",
    )
