"""What a person may ask for: which data is held, all of it as a file, and its erasure. For supervisors."""

import json

from starlette.responses import Response

from bot.console.visit import Visit


def show(visit: Visit) -> Response:
    """How much is held, and what can be done with it."""
    return _show(visit)


def download(visit: Visit) -> Response:
    """All of it, as JSON."""
    data = visit.app.subject_access.hand_out(_conversation(visit), visit.staff.name)
    return Response(
        json.dumps(data, ensure_ascii=False, indent=2),
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="person.json"', "Cache-Control": "no-store"},
    )


def erase(visit: Visit) -> Response:
    """Erase all of it, once the colleague confirmed that the person asked."""
    if visit.form.get("asked") != "yes":
        return _show(visit, "confirm_erasure")
    visit.app.subject_access.erase(_conversation(visit), visit.staff.name)
    return visit.page("person_erased.html", here="/callbacks")


def _conversation(visit: Visit) -> str:
    return str(visit.request.path_params["conversation"])


def _show(visit: Visit, problem: str = "") -> Response:
    held = visit.app.subject_access.look(_conversation(visit), visit.staff.name)
    return visit.page("person.html", status=422 if problem else 200, held=held, problem=problem, here="/callbacks")
