"""The Playground with two models: the same messages through the one in service and the candidate."""

from typing import Any

from starlette.responses import Response

from bot.console.bot_link import BotAway
from bot.console.visit import Visit

MOST = 200
LONGEST = 300


def show(visit: Visit) -> Response:
    """An empty comparison; what was not understood lately stands ready to be replayed."""
    return visit.page("compare.html", text=_past(visit), result=None, is_away=False, most=MOST)


async def ask(visit: Visit) -> Response:
    """Ask both models; what differs comes first."""
    text = visit.form.get("text", "")
    texts = [line.strip()[:LONGEST] for line in text.splitlines() if line.strip()][:MOST]
    result: dict[str, Any] | None = None
    is_away = False
    try:
        result = await visit.console.bot.compare(texts) if texts else None
    except BotAway:
        is_away = True
    if result is not None:
        result = {**result, "rows": sorted(result["rows"], key=_is_same)}
    typed = "\n".join(texts)
    return visit.page("compare.html", text=typed, result=result, is_away=is_away, most=MOST)


def _past(visit: Visit) -> str:
    return "\n".join(message.text for message in visit.app.unclear_desk.waiting(MOST))


def _is_same(row: dict[str, Any]) -> bool:
    other = row.get("candidate")
    return other is None or bool(other["intent"] == row["present"]["intent"])
