"""What staff do with a callback request. Each is a form; each says what came of it."""

from collections.abc import Callable

from starlette.responses import Response

from bot.console.callback_detail import LONGEST_NOTE, detail, read_window
from bot.console.callbacks import colleagues
from bot.console.flash import Flash
from bot.console.visit import Visit
from bot.domain.callback import CallbackRequest, Outcome
from bot.domain.errors import AlreadyTaken, ChangedMeanwhile, InvalidInput, PastWindow, WrongState
from bot.services.callbacks import CallbackDesk

# What to do with the desk: reference, who does it, and the version that the page showed.
Verb = Callable[[CallbackDesk, str, str, int | None], CallbackRequest]
NEVER = -1
LONGEST_VERSION = 10


def take(visit: Visit) -> Response:
    """Take it. Needs no fresh page: a second click does no harm, and a colleague's name is said."""
    return _answer(visit, CallbackDesk.take, Flash("taken"), check=False)


def release(visit: Visit) -> Response:
    """Back into the queue."""
    return _answer(visit, CallbackDesk.release, Flash("released"))


def pass_on(visit: Visit) -> Response:
    """To a colleague."""
    to = visit.form.get("to", "")
    if to not in {account.name for account in colleagues(visit)}:
        return detail(visit, Flash("unknown_colleague", good=False))
    done = Flash("passed_on", values={"to": to})
    return _answer(visit, lambda desk, reference, me, seen: desk.pass_on(reference, me, to, seen), done)


def record_call(visit: Visit) -> Response:
    """What came of a call."""
    try:
        outcome = Outcome(visit.form.get("outcome"))
    except ValueError:
        return detail(visit, Flash("choose_outcome", good=False))
    return _answer(
        visit,
        lambda desk, reference, me, seen: desk.record_call(reference, me, outcome, seen),
        Flash("call_recorded"),
    )


def postpone(visit: Visit) -> Response:
    """Another window."""
    form = dict(visit.form)
    try:
        window = read_window(form)
    except InvalidInput as error:
        code = "past_window" if isinstance(error, PastWindow) else "unreadable_window"
        return detail(visit, Flash(code, good=False), form)
    return _answer(
        visit, lambda desk, reference, me, seen: desk.postpone(reference, me, window, seen), Flash("postponed")
    )


def close(visit: Visit) -> Response:
    """Done."""
    return _answer(visit, CallbackDesk.close, Flash("closed"))


def reopen(visit: Visit) -> Response:
    """Not done after all."""
    return _answer(visit, CallbackDesk.reopen, Flash("reopened"))


def write_note(visit: Visit) -> Response:
    """Replace the note. A note that cannot be kept comes back in its field."""
    note = visit.form.get("note", "").replace("\r\n", "\n").strip()
    if len(note) > LONGEST_NOTE:
        too_long = Flash("note_too_long", good=False, values={"length": str(len(note)), "limit": str(LONGEST_NOTE)})
        return detail(visit, too_long, {"note": note})
    try:
        _change(visit, lambda desk, reference, me, seen: desk.write_note(reference, me, note, seen), check=True)
    except (ChangedMeanwhile, AlreadyTaken):
        return detail(visit, Flash("note_changed_meanwhile", good=False), {"note": note})
    return visit.redirect(_address(visit), Flash("noted"))


def _answer(visit: Visit, verb: Verb, done: Flash, check: bool = True) -> Response:
    try:
        _change(visit, verb, check)
    except ChangedMeanwhile:
        done = Flash("changed_meanwhile", good=False)
    except AlreadyTaken as error:
        known = error.holder not in ("", visit.staff.name)
        done = Flash("already_taken", False, {"holder": error.holder}) if known else Flash("changed_meanwhile", False)
    except WrongState as error:
        done = Flash("wrong_state", good=False, values={"state": error.state})
    return visit.redirect(_address(visit), done)


def _change(visit: Visit, verb: Verb, check: bool) -> None:
    reference, version = visit.request.path_params["reference"], visit.form.get("version", "")
    seen = (int(version) if version.isdecimal() and len(version) < LONGEST_VERSION else NEVER) if check else None
    verb(visit.app.callbacks, reference, visit.staff.name, seen)


def _address(visit: Visit) -> str:
    return f"/callbacks/{visit.request.path_params['reference']}"
