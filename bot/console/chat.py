"""One live chat: the talk as it goes on, and everything to do in it."""

import secrets
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.answers.picker import find_answers, replies, suggested
from bot.bootstrap import clock
from bot.console.bot_link import BotAway
from bot.console.callbacks import colleagues
from bot.console.chats import label_of, minutes_since, short_name
from bot.console.flash import Flash
from bot.console.telegram_html import safe_html
from bot.console.visit import Visit
from bot.domain.handover import CHOSEN, Handover
from bot.services.chat_reading import MOST_TURNS, Chat
from bot.services.transcript import Who, delivery_of

LONGEST_MESSAGE = 12_000
LONGEST_NOTE = 4_000
LONGEST_REASON = 500
MUTES = (1, 24, 168)
"""Hours to choose from."""
ALL_TURNS = 2_000


def show(visit: Visit) -> Response:
    """The page. Its opening is audited."""
    return page(visit)


def page(visit: Visit, problem: Flash | None = None, typed: dict[str, str] | None = None) -> Response:
    """The page, perhaps with what is wrong and what was typed, so that nothing has to be typed again."""
    chat = visit.app.live_chat.reading.open(_id(visit), visit.staff.name, _turns(visit))
    catalogue = visit.app.catalogue()
    query = visit.request.query_params.get("q", "").strip()[:80]
    values = {
        **_live(visit, chat),
        "outcomes": CHOSEN,
        "mutes": MUTES,
        "colleagues": [each for each in colleagues(visit) if each.name != visit.staff.name],
        "replies": replies(catalogue, visit.language, chat.person.speaks),
        "choices": find_answers(catalogue, query, visit.language, chat.person.speaks),
        "query": query,
        "keys": [secrets.token_urlsafe(18) for _ in range(4)],
        "typed": {"text": "", "note": "", "pass_note": "", "reason": "", **(typed or {})},
        "longest": {"text": LONGEST_MESSAGE, "note": LONGEST_NOTE, "reason": LONGEST_REASON},
        "here": f"/chats/{chat.person.id}",
    }
    if problem:
        values["flash"] = problem
    return visit.page("chat.html", status=409 if problem else 200, **values)


def refresh(visit: Visit) -> Response:
    """The talk alone; nothing when it is as the browser shows it."""
    reading, seen = visit.app.live_chat.reading, visit.request.query_params
    if seen.get("seen") == _mark(reading.mark(_id(visit))):
        return Response(status_code=204)
    chat = reading.follow(_id(visit), visit.staff.name, _turns(visit))
    return visit.fragment("_talk.html", **{**_live(visit, chat), "believed": seen.get("believed", "")})


def answers(visit: Visit) -> Response:
    """What the answer picker finds."""
    chat = visit.app.live_chat.reading.follow(_id(visit), visit.staff.name, 1)
    query = visit.request.query_params.get("q", "").strip()[:80]
    found = find_answers(visit.app.catalogue(), query, visit.language, chat.person.speaks)
    return _choices(visit, chat, found, query)


async def suggestions(visit: Visit) -> Response:
    """Answers to what the person may have meant last; the bot is asked, and says nothing to the person."""
    chat = visit.app.live_chat.reading.follow(_id(visit), visit.staff.name, 10)
    last = next((line for line in reversed(chat.lines) if line.who is Who.PERSON and line.text), None)
    if last is None:
        return Response(status_code=204)
    try:
        intents = await visit.console.bot.understand(last.text)
    except BotAway:
        return Response(status_code=204)
    found = suggested(visit.app.catalogue(), intents[:3], visit.language, chat.person.speaks)
    return _choices(visit, chat, found, "")


def _choices(visit: Visit, chat: Chat, found: list[Any], query: str) -> Response:
    key = secrets.token_urlsafe(18)
    return visit.fragment(
        "_choices.html",
        choices=found,
        query=query,
        person=chat.person,
        key=key,
        shown=lambda text: safe_html(text, commands=False),
    )


def state_of(handover: Handover | None) -> str:
    """What the controls of a page depend on: a page that believes something else is stale."""
    return "none" if handover is None or not handover.is_open else f"{handover.stage.value}:{handover.holder or ''}"


def _live(visit: Visit, chat: Chat) -> dict[str, Any]:
    handover = chat.handover
    return {
        "chat": chat,
        "person": chat.person,
        "handover": handover,
        "name": short_name(chat.person.id),
        "mark": _mark(chat.mark),
        "state": state_of(handover),
        "believed": state_of(handover),
        "is_mine": handover is not None and handover.is_held and handover.holder == visit.staff.name,
        "is_muted": chat.mute is not None and chat.mute.holds(clock()),
        "topic": lambda intent: label_of(visit, intent),
        "title": lambda payload: label_of(visit, payload.lstrip("/").partition("{")[0]),
        "delivery": lambda line: delivery_of(line, chat.deliveries),
        "minutes": minutes_since,
        "shown": lambda text: safe_html(text, commands=False),
        "all_turns": _turns(visit) == ALL_TURNS,
    }


def _mark(of_chat: str) -> str:
    return f"{of_chat}@{int(clock().timestamp()) // 60}"


def _turns(visit: Visit) -> int:
    return ALL_TURNS if visit.request.query_params.get("all") else MOST_TURNS


def _id(visit: Visit) -> str:
    reference = str(visit.request.path_params["reference"])
    if len(reference) > 40:  # noqa: PLR2004 - the column's width
        raise HTTPException(404)
    return reference
