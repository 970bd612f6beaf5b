"""The Playground: talk to the assistant and see what Telegram would show and what the bot understood.

The conversation lives in the page. The server keeps nothing: each request brings the number the page drew when it
was opened, and answers with what is new.
"""

import hashlib
import re
import secrets
import time
from typing import Any

from starlette.responses import Response

from bot.bootstrap import clock
from bot.console.bot_link import BotAway
from bot.console.telegram_update import LONGEST_TEXT, contact_update, press_update, text_update
from bot.console.telegram_view import scene_of
from bot.console.understood import read_understanding
from bot.console.visit import Visit
from bot.domain.language import LANGUAGES

# Telegram's limit for the data of a button, in bytes.
LONGEST_DATA = 64
_PHONE = re.compile(r"\+?[\d ()./-]{6,24}")
_THREAD = re.compile(r"[\w-]{8,64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")


def show(visit: Visit) -> Response:
    """An empty chat with a new imagined person."""
    return visit.page(
        "playground.html",
        thread=secrets.token_urlsafe(16),
        language_code=_language_code(visit.request.query_params.get("language_code", visit.language)),
        languages=list(LANGUAGES),
        longest=LONGEST_TEXT,
        now=clock(),
        understanding=None,
    )


async def say(visit: Visit) -> Response:
    """A message was typed, or a reply button pressed."""
    text = visit.form.get("text", "").strip()[:LONGEST_TEXT]
    if not text:
        return Response(status_code=204)
    return await _turn(visit, text_update(text, _code(visit), clock()), said=text)


async def press(visit: Visit) -> Response:
    """A button under a message was pressed."""
    data, number = visit.form.get("data", ""), visit.form.get("message_id", "")
    if not data or len(data.encode()) > LONGEST_DATA or not number.isdecimal():
        return Response(status_code=204)
    return await _turn(visit, press_update(data, int(number), _code(visit), clock()))


async def share_contact(visit: Visit) -> Response:
    """The share-contact button was used with a made-up number."""
    phone = visit.form.get("phone", "").strip()
    if not _PHONE.fullmatch(phone):
        return visit.fragment("playground/note.html", note="unusable_phone", detail="")
    return await _turn(visit, contact_update(phone, _code(visit), clock()), contact=phone)


async def _turn(visit: Visit, update: dict[str, Any], said: str = "", contact: str = "") -> Response:
    begun = time.perf_counter()
    values: dict[str, Any] = {"said": said, "contact": contact, "now": clock()}
    try:
        reply = await visit.console.bot.send(_person(visit), update)
    except BotAway:
        return visit.fragment("playground/turn.html", scene=scene_of([]), is_away=True, understanding=None, **values)
    milliseconds = round((time.perf_counter() - begun) * 1000)
    understanding = read_understanding(reply.understood, milliseconds)
    scene = scene_of(reply.calls)
    return visit.fragment("playground/turn.html", scene=scene, is_away=False, understanding=understanding, **values)


def _person(visit: Visit) -> str:
    """The same for one page, and impossible to enter from another session."""
    thread = visit.form.get("thread", "")
    thread = thread if _THREAD.fullmatch(thread) else ""
    return hashlib.sha256(f"{visit.csrf}/{thread}".encode()).hexdigest()[:32]


def _code(visit: Visit) -> str:
    return _language_code(visit.form.get("language_code", ""))


def _language_code(text: str) -> str:
    return text if _LANGUAGE.fullmatch(text) else "en"
