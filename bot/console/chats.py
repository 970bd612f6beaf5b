"""The list of live chats, and the counter that every page of an agent shows."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from starlette.responses import Response

from bot.answers.picker import topic_label
from bot.bootstrap import clock
from bot.console.visit import Visit


def show(visit: Visit) -> Response:
    """The whole page."""
    return visit.page("chats.html", **_values(visit))


def refresh(visit: Visit) -> Response:
    """The list alone; nothing when it is as the browser shows it."""
    if visit.request.query_params.get("seen") == _mark(visit):
        return Response(status_code=204)
    return visit.fragment("_chats.html", **_values(visit))


def badge(visit: Visit) -> Response:
    """How many wait and how many messages are unread, for the menu."""
    return visit.fragment("_badge.html", **asdict(visit.app.live_chat.reading.counts(visit.staff.name)))


def short_name(conversation_id: str) -> str:
    """What staff call a person whose name nobody knows: the first letters of the pseudonym."""
    return f"{conversation_id[:3]}-{conversation_id[3:6]}".upper()


def label_of(visit: Visit, intent: str) -> str:
    """The topic of an intent in the reader's language."""
    return topic_label(visit.app.catalogue(), intent, visit.language) if intent else ""


def minutes_since(at: datetime | None) -> int:
    """Whole minutes from a moment until now."""
    return 0 if at is None else max(0, int((clock() - at).total_seconds() // 60))


def _values(visit: Visit) -> dict[str, Any]:
    mark = _mark(visit)
    now, hours = clock(), visit.app.live_chat.hours
    return {
        "mark": mark,
        "overview": visit.app.live_chat.reading.overview(visit.staff.name),
        "short_name": short_name,
        "minutes": minutes_since,
        "topic": lambda intent: label_of(visit, intent),
        "is_open": hours.is_open(now, visit.language),
        "opens_at": hours.next_opening(now, visit.language),
    }


def _mark(visit: Visit) -> str:
    # Waiting times are shown in minutes, so a minute is news, too.
    return f"{visit.app.live_chat.reading.list_mark()}@{int(clock().timestamp()) // 60}"
