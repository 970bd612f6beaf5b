"""What the doctor looks at on this machine: database, keys, disk, model, languages and ports."""

import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from bot.bootstrap import App, clock
from bot.cli.checkup_telegram import check_telegram, skew
from bot.cli.finding import Finding, fail, ok, warn
from bot.cli.supervisor import check_port
from bot.domain.errors import InvalidFile, InvalidSetting

Check = Callable[[App], Iterator[Finding]]

LITTLE, TOO_LITTLE = 1024, 200
"""MiB of free disk under which to warn, and under which writing may fail at any moment."""


def check_database(app: App) -> Iterator[Finding]:
    """Reachable, writable, at the schema that this version wants."""
    from bot.storage.migrate import newest, present
    from bot.storage.tables import audit

    try:
        revision = present(app.engine)
    except SQLAlchemyError as trouble:
        yield fail("database", f"cannot be reached ({type(trouble).__name__})", "see MONTOYER_DATABASE_URL; is it up?")
        return
    if revision != newest():
        yield fail("schema", f"{revision or 'empty'}, this version wants {newest()}", "run `montoyer migrate`")
        return
    yield ok("schema", revision or "")
    try:
        with app.engine.connect() as connection, connection.begin() as transaction:
            connection.execute(audit.insert().values(at=clock(), actor="doctor", action="checked", subject=""))
            transaction.rollback()
    except SQLAlchemyError as trouble:
        yield fail("database", f"cannot be written ({type(trouble).__name__})", "check rights and free disk")
        return
    yield ok("database", f"{app.engine.dialect.name}, answers and can be written")
    if app.engine.dialect.name == "postgresql":
        with app.engine.connect() as connection:
            yield skew(connection.execute(sa.select(sa.func.now())).scalar_one(), "the database")


def check_keys(app: App) -> Iterator[Finding]:
    """Present, private, and the right ones for what is stored."""
    from bot.storage.keys import key_file

    path = None if app.settings.secret_keys else key_file(app.settings)
    if path is not None and path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield warn("keys", f"{path.name} can be read by others", f"chmod 600 {path}")
    try:
        app.check_keys()
    except InvalidSetting as fault:
        yield fail("keys", fault.reason, "bring back the key that sealed the data, behind the others")
    except SQLAlchemyError:
        yield warn("keys", "not tried, for the database does not answer", "mend the database first")
    else:
        yield ok("keys", "open what is stored")


def check_disk(app: App) -> Iterator[Finding]:
    """Free space where we write."""
    from sqlalchemy.engine import make_url

    folders = {"models": app.settings.models}
    if app.engine.dialect.name == "sqlite":
        folders["database"] = Path(make_url(app.settings.database_url).database or ".").parent
    for name, folder in folders.items():
        if not folder.exists():
            continue
        free = shutil.disk_usage(folder).free // 2**20
        advice = f"make room under {folder.resolve()}"
        if free < LITTLE:
            yield (fail if free < TOO_LITTLE else warn)(f"disk of {name}", f"{free} MiB free", advice)
        else:
            yield ok(f"disk of {name}", f"{free // 1024} GiB free")


def check_model(app: App) -> Iterator[Finding]:
    """There, and trained from the files as they are."""
    from bot.dialogue.model_files import latest_model, trained_model

    try:
        model = latest_model(app.settings.models)
    except InvalidSetting as fault:
        yield fail("model", fault.reason, "run `montoyer train --force` and ask who changed it")
        return
    if model is None:
        yield fail("model", f"none in {app.settings.models}", "run `montoyer train`")
    elif trained_model(Path.cwd(), app.settings.models) is None:
        yield warn("model", f"{model.name} is older than the data", "run `montoyer train`, then restart")
    else:
        yield ok("model", f"{model.name}, of the data as it is")


def check_languages(_app: App) -> Iterator[Finding]:
    """Every language says what it must."""
    from bot.answers.catalogue import read_catalogue
    from bot.workshop.check import answer_errors

    try:
        faults = answer_errors(Path.cwd())
        if faults:
            yield warn(
                "languages",
                f"{len(faults)} faults, such as {faults[0].place}: {faults[0].message}",
                "run `montoyer check`",
            )
        else:
            yield ok("languages", f"{len(read_catalogue(Path.cwd()).editions)} are sound")
    except (InvalidFile, OSError) as fault:
        yield fail("languages", str(fault), "run `montoyer check` in the project's folder")


def check_console(app: App) -> Iterator[Finding]:
    """The port is free, or our console is what answers there; then also how the processes are."""
    host, port = app.settings.console_host, app.settings.console_port
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104
    try:
        answer = httpx.get(f"{address}/readyz", timeout=5, trust_env=False)
        told = answer.json()["checks"]
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        yield _port(host, port)
        return
    bad = [f"{name} ({check.get('reason')})" for name, check in told.items() if not check["ok"]]
    if bad:
        yield fail("running", f"at {address}, not well: {', '.join(bad)}", "see the log of the named part")
    else:
        yield ok("running", f"at {address}: {', '.join(told)} are well")


def _port(host: str, port: int) -> Finding:
    try:
        check_port("MONTOYER_CONSOLE_PORT", host, port)
    except InvalidSetting as fault:
        return fail("console port", fault.reason, "stop what uses it, or set MONTOYER_CONSOLE_PORT")
    return ok("console port", f"{port} is free; nothing runs here")


CHECKS: tuple[Check, ...] = (
    check_telegram,
    check_database,
    check_keys,
    check_disk,
    check_model,
    check_languages,
    check_console,
)
