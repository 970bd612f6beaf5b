"""What is said in the staff group: sentences of `staff_words.yml` in staff's language, and the lines of a talk."""

import html
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bot.answers.html_split import split_html
from bot.answers.plain import plain
from bot.answers.yaml_reader import read_yaml
from bot.domain.handover import Handover, Stage
from bot.domain.language import LANGUAGES, REFERENCE
from bot.services.handover_ports import Note
from bot.services.ports import Clock, Work
from bot.services.staff_group_ports import OUR_CHAT
from bot.services.transcript import Line, Who

FILE = Path(__file__).with_name("staff_words.yml")
SPOKEN = ("en", "fr", "nl")
SHOWN = 6
LIMIT = 3500
_BOT_LINE = 400
_ICONS = {
    "photo": "📷",
    "voice": "🎤",
    "audio": "🎵",
    "video": "🎬",
    "video_note": "🎬",
    "document": "📄",
    "sticker": "🏷",
}
_WORDED = frozenset({"text", "button", "command", "contact", "edit"})


@cache
def sentences() -> dict[str, dict[str, str]]:
    """All sentences by name and language."""
    content: dict[str, dict[str, str]] = read_yaml(FILE, FILE.parent).content
    return content


class StaffWords:
    """Implements `staff_group_ports.GroupVoice`, and words everything else that a topic shows."""

    def __init__(self, language: str, clock: Clock) -> None:
        self._language = language
        self._clock = clock

    def say(self, key: str, **values: object) -> str:
        """A sentence with its values, which are plain words."""
        filled = {name: html.escape(str(value), quote=False) for name, value in values.items()}
        known = sentences()[key]
        return known.get(self._language, known[REFERENCE]).format(**filled)

    def reply(self, work: Work, chat: int, thread: int | None, message: int, key: str, **values: object) -> None:
        """Queue an answer to a message in the group."""
        reply = {"message_id": message, "allow_sending_without_reply": True}
        params = {**text_params(chat, thread, self.say(key, **values)), "reply_parameters": reply}
        work.outbox.add(OUR_CHAT, [{"method": "sendMessage", "params": params}], self._clock())

    def title(self, handover: Handover) -> str:
        """A topic's name: language, pseudonym and reason, never who it is."""
        mark = "🔴 " if handover.urgent else ""
        reason = self.say(f"reason_{handover.reason.value}")
        return f"{mark}{handover.language.upper()} · {handover.conversation_id[:SHOWN].upper()} · {reason}"

    def introduction(self, handover: Handover, lines: Sequence[Line]) -> str:
        """Who waits and why, and what was said of late."""
        head = self.say(
            "handover_begins",
            who=handover.conversation_id[:SHOWN].upper(),
            language=LANGUAGES[handover.language].name,
            reason=self.say(f"reason_{handover.reason.value}"),
        )
        return self._fitting("\n".join([head, "", *self._of(lines), "", self.state(handover)]))

    def state(self, handover: Handover) -> str:
        """How the chat stands."""
        alarm = [self.say("urgent")] if handover.urgent and handover.is_open else []
        match handover.stage:
            case Stage.WAITING:
                now = self.say("waiting")
            case Stage.HELD:
                key = "reminded" if handover.reminded_at else "held"
                now = self.say(key, holder=handover.holder or "")
            case Stage.ENDED:
                now = self.say(
                    "ended", outcome=self.say(f"outcome_{handover.outcome.value if handover.outcome else ''}")
                )
        return "\n".join([*alarm, now])

    def talk(self, lines: Sequence[Line]) -> str:
        """What was said, line by line."""
        return self._fitting("\n".join(self._of(lines)))

    def note(self, note: Note) -> str:
        """A remark of a colleague."""
        return self._fitting(self.say("note", by=note.by, text=note.text))

    def _of(self, lines: Sequence[Line]) -> list[str]:
        return [self._line(line) for line in lines]

    def _line(self, line: Line) -> str:
        match line.who:
            case Who.STAFF:
                return f"🎧 <b>{html.escape(line.by, quote=False)}</b>: {line.text}"
            case Who.BOT:
                words = re.sub(r"\s+", " ", str(plain({"text": line.text})["text"]))
                return f"🤖 {html.escape(words[:_BOT_LINE], quote=False)}{'…' if len(words) > _BOT_LINE else ''}"
            case _:
                return self._of_person(line)

    def _of_person(self, line: Line) -> str:
        said = html.escape(line.text, quote=False)
        if line.kind not in _WORDED:
            said = f"{_ICONS.get(line.kind, '📎')} <i>{self.say('received')}</i> {said}".rstrip()
        if line.edited:
            said = f"{html.escape(line.edited, quote=False)} <i>({self.say('edited')}: {said})</i>"
        return f"👤 {said}"

    def _fitting(self, text: str) -> str:
        first, *rest = split_html(text, LIMIT)
        return f"{first}\n<i>{self.say('cut')}</i>" if rest else first


def text_params(chat: int, thread: int | None, text: str) -> dict[str, Any]:
    """The parameters of a message in a topic."""
    where = {"chat_id": chat} if thread is None else {"chat_id": chat, "message_thread_id": thread}
    return {**where, "text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
