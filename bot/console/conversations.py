"""Conversations for trainers: found by what their turns were about, read without personal data."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from starlette.responses import Response

from bot.bootstrap import clock
from bot.console.chats import short_name
from bot.console.studio import intents
from bot.console.visit import Visit
from bot.domain.call_window import BRUSSELS
from bot.domain.errors import ConversationNotFound
from bot.domain.language import LANGUAGES
from bot.nlu.protection import INTENTS as ALARMS
from bot.nlu.redaction import redact
from bot.services.ports import AuditEntry
from bot.services.studio_ports import Wanted
from bot.services.transcript import Line, Who, lines_of
from bot.workshop.retold import HIDDEN, readable, story, test_story

SHOWN = 50
MOST_TURNS = 1000
LONGEST_TAG = 40
OUTCOMES = ("answered", "unsure", "unknown", "out_of_scope", "form", "safety")
_TAG = re.compile(r"[\w][\w -]{0,39}")
_PSEUDONYM = re.compile(r"[\w-]{1,40}")


def show_all(visit: Visit) -> Response:
    """The latest conversations that fit the filter."""
    asked = dict(visit.request.query_params)
    with visit.app.new_reading() as work:
        found, tags = work.heard.find(_wanted(asked), SHOWN), work.heard.tags()
    return visit.page(
        "conversations.html",
        found=found,
        asked=asked,
        tags=tags,
        intents=intents(),
        languages=list(LANGUAGES),
        outcomes=OUTCOMES,
        short_name=short_name,
    )


def show(visit: Visit) -> Response:
    """One conversation. That it was read is audited."""
    person, _, values = _read(visit)
    return visit.page("conversation.html", person=person, **values)


def retell(visit: Visit) -> Response:
    """The conversation as a story or a test, ready to edit."""
    person, events, _ = _read(visit)
    as_test = visit.request.path_params["form"] == "test"
    name = f"from a conversation, {clock():%Y-%m-%d}"
    text = test_story(name, events) if as_test else story(name, events)
    return visit.page("retold.html", person=person, text=text, as_test=as_test, name=short_name(person))


def tag(visit: Visit) -> Response:
    """Mark a conversation, or take a mark away."""
    person, word = _person(visit), " ".join(visit.form.get("tag", "").split())[:LONGEST_TAG]
    if _TAG.fullmatch(word):
        with visit.app.new_work() as work:
            if visit.form.get("deed") == "remove":
                work.heard.untag(person, word)
            elif work.conversations.get(person) is not None:
                work.heard.tag(person, word, visit.staff.name, clock())
            work.audit.add(AuditEntry(clock(), visit.staff.name, "conversation_tagged", person))
            work.commit()
    return visit.redirect(f"/conversations/{person}")


def _read(visit: Visit) -> tuple[str, list[dict[str, Any]], dict[str, Any]]:
    person = _person(visit)
    with visit.app.new_work() as work:
        if work.conversations.get(person) is None:
            raise ConversationNotFound(person)
        turns = readable(work.chats.turns(person, MOST_TURNS))
        tags = work.heard.tags_of(person)
        work.audit.add(AuditEntry(clock(), visit.staff.name, "conversation_read", person))
        work.commit()
    lines = [_shown(line) for line in lines_of(turns)]
    events = [event for turn in turns for event in turn.events]
    return person, events, {"lines": lines, "tags": tags, "name": short_name(person)}


def _person(visit: Visit) -> str:
    person = str(visit.request.path_params["conversation"])
    if not _PSEUDONYM.fullmatch(person):
        raise ConversationNotFound(person)
    return person


def _shown(line: Line) -> tuple[Line, str]:
    """A line and its words: of the person redacted, of our answers their keys, which hold no names."""
    if line.topic in ALARMS:
        return line, HIDDEN
    if line.who is Who.BOT and line.answer:
        return line, line.answer
    return line, redact(re.sub(r"<[^>]+>", "", line.text))


def _wanted(asked: dict[str, str]) -> Wanted:
    below = asked.get("below", "")
    until = _day(asked.get("until", ""))
    return Wanted(
        intents=frozenset({asked["topic"]}) if asked.get("topic") else frozenset(),
        language=asked.get("language", ""),
        outcome=asked.get("outcome", ""),
        tag=asked.get("tag", ""),
        below=int(below) / 100 if below.isdecimal() and int(below) <= 100 else None,  # noqa: PLR2004
        since=_day(asked.get("since", "")),
        until=until + timedelta(days=1) if until else None,
    )


def _day(text: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), time(), BRUSSELS)
    except ValueError:
        return None
