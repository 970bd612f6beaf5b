"""The dialogue's history as people read it: one line per thing that was said or happened."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from enum import Enum
from typing import Any

from bot.services.connector_ports import MessageEdit
from bot.services.handover_history import PERSON, STAFF
from bot.services.handover_ports import Delivery, Note, StoredTurn


class Who(Enum):
    """Whose line it is. `EVENT` is something that happened, `NOTE` is for colleagues only."""

    PERSON = "person"
    BOT = "bot"
    STAFF = "staff"
    EVENT = "event"
    NOTE = "note"


@dataclass(frozen=True)
class Line:
    """One line. `text` is Telegram's HTML where the bot or staff speak, else plain words.

    `kind` is text, button, command, contact, what was attached, or what happened; `topic` the intent that was
    understood; `answer` the key of a catalogue's answer; `outbox` the calls that carry it to the person; `edited` the
    words as the person corrected them.
    """

    at: datetime
    who: Who
    text: str = ""
    kind: str = "text"
    by: str = ""
    topic: str = ""
    answer: str = ""
    buttons: tuple[str, ...] = ()
    outbox: tuple[int, ...] = ()
    message_id: int | None = None
    reply_to: int | None = None
    edited: str = ""
    forwarded: bool = False


_SENT = "sent_"
_PAUSED, _RESUMED = "pause", "resume"


def lines_of(turns: Iterable[StoredTurn], notes: Sequence[Note] = (), edits: Sequence[MessageEdit] = ()) -> list[Line]:
    """Everything in the order of time; what only Rasa needs to know is left out."""
    corrected = {edit.message_id: edit.text for edit in edits}
    said = [line for turn in turns for event in turn.events for line in _line(event)]
    lines = [replace(line, edited=corrected.get(line.message_id or 0, "")) for line in said]
    lines += [Line(note.at, Who.NOTE, note.text, "note", note.by) for note in notes]
    return sorted(lines, key=lambda line: line.at)


def delivery_of(line: Line, deliveries: Mapping[int, Delivery]) -> Delivery | None:
    """What became of a line that was sent in one or more parts: the worst of them. None when nothing is known."""
    parts = [deliveries[number] for number in line.outbox if number in deliveries]
    order = ("failed", "unwanted", "waiting", "sending", "sent")
    return min(parts, key=lambda part: order.index(part.state) if part.state in order else 0, default=None)


def _line(event: Mapping[str, Any]) -> Iterator[Line]:
    at = datetime.fromtimestamp(float(event.get("timestamp") or 0), timezone.utc)
    metadata = event.get("metadata") or {}
    match event.get("event"):
        case "user":
            yield _of_person(event, metadata, at)
        case "bot" if event.get("text"):
            yield _of_us(event, metadata, at)
        case "pause":
            yield Line(at, Who.EVENT, kind=_PAUSED, by=_colleague(metadata))
        case "resume":
            yield Line(at, Who.EVENT, str(metadata.get("outcome") or ""), _RESUMED)


def _of_person(event: Mapping[str, Any], metadata: Mapping[str, Any], at: datetime) -> Line:
    text, topic = str(event.get("text") or ""), _intent(event)
    kind = str(metadata.get("kind") or "text")
    if metadata.get("author") != PERSON and text.startswith("/"):
        # What buttons, commands and attachments meant to Rasa.
        name = text[1:].partition("{")[0]
        kind = name.removeprefix(_SENT) if name.startswith(_SENT) else "button"
        text = "" if name.startswith(_SENT) else text
    return Line(
        at,
        Who.PERSON,
        text,
        kind,
        topic=topic,
        message_id=metadata.get("message_id"),
        reply_to=metadata.get("reply_to_message_id"),
        forwarded=bool(metadata.get("forwarded")),
    )


def _of_us(event: Mapping[str, Any], metadata: Mapping[str, Any], at: datetime) -> Line:
    colleague = _colleague(metadata)
    buttons = (event.get("data") or {}).get("buttons") or []
    return Line(
        at,
        Who.STAFF if colleague else Who.BOT,
        str(event.get("text")),
        by=colleague,
        answer=str(metadata.get("utter_action") or ""),
        buttons=tuple(str(button.get("title", "")) for button in buttons),
        outbox=tuple(metadata.get("outbox") or ()),
    )


def _colleague(metadata: Mapping[str, Any]) -> str:
    kind, _, name = str(metadata.get("author") or "").partition(":")
    return name if kind == STAFF else ""


def _intent(event: Mapping[str, Any]) -> str:
    intent = (event.get("parse_data") or {}).get("intent") or {}
    return str(intent.get("name") or "")
