"""`montoyer staff`: who may use the console."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.domain.errors import InvalidSetting

if TYPE_CHECKING:
    from bot.bootstrap import App


def staff(
    name: Annotated[str, typer.Argument(help="Name to sign in with; without one, all accounts are listed.")] = "",
    role: Annotated[str, typer.Option(help="agent, trainer, supervisor or admin; agent for a new account.")] = "",
    disable: Annotated[bool, typer.Option("--disable", help="Take the account's access away.")] = False,
) -> None:
    """List accounts; make one, or reset its access, and print a one-time sign-in link; or disable one."""
    from bot.bootstrap import build, environment

    app = build(environment())
    if not name:
        print("\n".join(_lines(app)) or "No accounts yet: montoyer staff NAME --role admin")
    elif disable:
        _disable(app, name)
    else:
        _invite(app, name, role)


def _lines(app: "App") -> list[str]:
    from bot.bootstrap import clock

    now = clock()
    lines = []
    for account in app.accounts.all():
        state = "disabled" if account.disabled_at else "locked for a while" if account.is_locked(now) else "open"
        invited = "" if account.password_hash else ", has not signed in yet"
        lines.append(f"{account.name:24} {account.role.value:12} {state}{invited}")
    return lines


def _disable(app: "App", name: str) -> None:
    from bot.domain.errors import StaffNotFound

    try:
        app.accounts.disable(name)
    except StaffNotFound:
        print(f"montoyer: there is no account {name}", file=sys.stderr)
        sys.exit(1)
    print(f"{name} is disabled and signed out everywhere. `montoyer staff {name}` opens it again.")


def _invite(app: "App", name: str, role: str) -> None:
    from bot.domain.staff import Role

    if role and role not in {each.value for each in Role}:
        raise InvalidSetting("--role", "must be one of " + ", ".join(each.value for each in Role))
    # A reset leaves the role as it is unless another is asked for.
    present = {account.name: account.role for account in app.accounts.all()}
    chosen = Role(role) if role else present.get(name, Role.AGENT)
    address = app.settings.console_url or f"http://{app.settings.console_host}:{app.settings.console_port}"
    print(f"{address}/welcome/{app.accounts.invite(name, chosen)}")
