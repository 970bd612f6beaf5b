"""Change sets: the difference they make, their candidate, and where they go."""

from typing import Any

from starlette.responses import PlainTextResponse, Response

from bot.bootstrap import clock
from bot.console.flash import Flash
from bot.console.visit import Visit
from bot.domain.errors import ChangedMeanwhile, InvalidSetting
from bot.workshop.candidate import REPORT, RUNNING
from bot.workshop.drafts import Draft
from bot.workshop.report import PAGE


def show_all(visit: Visit) -> Response:
    """Every change set."""
    return visit.page("changes.html", sets=visit.app.change_desk.all())


def show(visit: Visit) -> Response:
    """One change set with its difference."""
    name = visit.request.path_params["name"]
    found, changes, made = visit.app.change_desk.open(name)
    return visit.page("change.html", set=found, changes=changes, draft=made, lines=_lines(made), **_state(visit, name))


def progress(visit: Visit) -> Response:
    """How far the candidate is, for the page to look at."""
    name = visit.request.path_params["name"]
    visit.app.change_desk.open(name)
    return visit.fragment("_candidate.html", **_state(visit, name))


def report(visit: Visit) -> Response:
    """The report on the candidate, as it was written."""
    name = visit.request.path_params["name"]
    visit.app.change_desk.open(name)
    page = visit.app.change_desk.candidate(name).folder / REPORT / PAGE
    if not page.is_file():
        return visit.redirect(_address(visit), Flash("candidate_no_report", good=False))
    return Response(
        page.read_bytes(),
        media_type="text/html",
        headers={"content-disposition": f'attachment; filename="report-{name}.html"'},
    )


def patch(visit: Visit) -> Response:
    """The difference as a file for `git apply`."""
    name = visit.request.path_params["name"]
    text = visit.app.change_desk.patch(name, visit.staff.name)
    headers = {"content-disposition": f'attachment; filename="{name}.patch"'}
    return PlainTextResponse(text, media_type="text/x-diff", headers=headers)


def remove(visit: Visit) -> Response:
    """Take one change out."""
    number = visit.form.get("change", "")
    visit.app.change_desk.remove(
        visit.request.path_params["name"], int(number) if number.isdecimal() else 0, visit.staff.name
    )
    return visit.redirect(_address(visit))


def apply(visit: Visit) -> Response:
    """Write the change set into the working files."""
    try:
        visit.app.change_desk.apply(visit.request.path_params["name"], visit.form.get("mark", ""), visit.staff.name)
    except ChangedMeanwhile:
        return visit.redirect(_address(visit), Flash("changes_conflict", good=False))
    except OSError:
        return visit.redirect(_address(visit), Flash("changes_unwritable", good=False))
    return visit.redirect(_address(visit), Flash("changes_applied"))


def drop(visit: Visit) -> Response:
    """Put it away."""
    visit.app.change_desk.drop(visit.request.path_params["name"], visit.staff.name)
    return visit.redirect("/changes", Flash("changes_dropped"))


def train(visit: Visit) -> Response:
    """Have a candidate made."""
    name = visit.request.path_params["name"]
    visit.app.change_desk.open(name)
    if visit.app.change_desk.candidate(name).status().get("step") not in RUNNING:
        visit.app.change_desk.begin_candidate(name, visit.staff.name)
    return visit.redirect(_address(visit))


def put_in_service(visit: Visit) -> Response:
    """Let the candidate answer."""
    try:
        visit.app.change_desk.put_in_service(visit.request.path_params["name"], visit.staff.name)
    except (ChangedMeanwhile, InvalidSetting):
        return visit.redirect(_address(visit), Flash("candidate_gone", good=False))
    return visit.redirect("/model", Flash("model_ordered"))


def show_model(visit: Visit) -> Response:
    """What answers, and what did before."""
    orders = visit.app.change_desk.orders()
    return visit.page("model.html", orders=orders, waits=bool(orders) and orders[0].state == "wanted")


def put_former_back(visit: Visit) -> Response:
    """Let the former model answer again."""
    if visit.app.change_desk.put_former_back(visit.staff.name):
        return visit.redirect("/model", Flash("model_ordered"))
    return visit.redirect("/model", Flash("model_no_former", good=False))


def _address(visit: Visit) -> str:
    return f"/changes/{visit.request.path_params['name']}"


def _state(visit: Visit, name: str) -> dict[str, Any]:
    status = visit.app.change_desk.candidate(name).status()
    return {"name": name, "candidate": status, "runs": status.get("step") in RUNNING, "now": clock()}


def _lines(made: Draft) -> list[tuple[str, str]]:
    kinds = {"+": "plus", "-": "minus", "@": "at"}
    return [(kinds.get(line[:1], ""), line) for line in made.patch.splitlines()]
