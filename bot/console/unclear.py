"""The inbox of messages that were not understood."""

from starlette.responses import Response

from bot.console.flash import Flash
from bot.console.studio import LONGEST_EXAMPLE, intents
from bot.console.visit import Visit
from bot.services.studio_ports import Verdict
from bot.workshop.groups import group

READ_AT_ONCE = 400
SHOWN = 40
ACCEPT = "accept"


def show(visit: Visit) -> Response:
    """Groups of like messages, the most frequent first."""
    groups = group(visit.app.unclear_desk.waiting(READ_AT_ONCE))
    return visit.page(
        "inbox.html", groups=groups[:SHOWN], more=len(groups) - SHOWN, intents=intents(), longest=LONGEST_EXAMPLE
    )


def decide(visit: Visit) -> Response:
    """Accept, put away, or out of scope: the ticked messages of one group."""
    form, desk, by = visit.form, visit.app.unclear_desk, visit.staff.name
    ticked = [int(name[5:]) for name in form if name.startswith("pick-") and name[5:].isdecimal()]
    if not ticked:
        return visit.redirect("/inbox", Flash("inbox_nothing_ticked", good=False))
    if form.get("verdict") == ACCEPT:
        return _accept(visit, ticked)
    known = {verdict.value: verdict for verdict in (Verdict.OUT_OF_SCOPE, Verdict.DISCARDED)}
    verdict = known.get(form.get("verdict", ""), Verdict.DISCARDED)
    count = desk.put_away(ticked, verdict, by)
    return visit.redirect("/inbox", Flash(f"inbox_{verdict.value}", values={"count": str(count)}))


def _accept(visit: Visit, ticked: list[int]) -> Response:
    intent = visit.form.get("intent", "")
    if intent not in intents():
        return visit.redirect("/inbox", Flash("inbox_no_intent", good=False))
    typed = {number: " ".join(visit.form.get(f"text-{number}", "").split())[:LONGEST_EXAMPLE] for number in ticked}
    texts = {number: text for number, text in typed.items() if text}
    name = visit.app.unclear_desk.accept(texts, intent, visit.staff.name)
    if not name:
        return visit.redirect("/inbox", Flash("inbox_gone", good=False))
    return visit.redirect("/inbox", Flash("inbox_accepted", values={"name": name, "count": str(len(texts))}))
