"""What is said to a person outside a turn: a call was tried, a colleague writes, a request was closed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.answers.catalogue import Catalogue
from bot.answers.formats import describe_moment
from bot.answers.render import render
from bot.domain.conversation import Channel, Conversation
from bot.domain.language import REFERENCE
from bot.services.ports import Clock, Work
from bot.services.staff_group_ports import OUR_CHAT

Message = dict[str, Any]


class Notices:
    """Queues messages for people. `catalogue` gives the texts as they stand now."""

    def __init__(self, catalogue: Callable[[], Catalogue], clock: Clock) -> None:
        self._catalogue = catalogue
        self._clock = clock

    def tell(self, work: Work, person: Conversation, key: str, **values: object) -> None:
        """Queue a text of the catalogue in the person's language, in which moments are said, too.

        The caller commits `work`. Nothing is queued for somebody who blocked the bot or asked it to stop.
        """
        said = _said(values, person.speaks)
        message = self._catalogue().answer(key, person.speaks, person.second_language, **said)
        self.send(work, person, message, {"utter_action": key, "author": "notice"})

    def answer(self, work: Work, person: Conversation, key: str, metadata: dict[str, Any]) -> list[int]:
        """Queue an answer as a colleague's words: its text and links. Its other buttons would talk to a silent bot."""
        message = self._catalogue().answer(key, person.speaks, person.second_language)
        links = [button for button in message.get("buttons") or [] if button.get("url")]
        return self.send(work, person, {"text": message["text"], "buttons": links}, metadata)

    def alert(self, work: Work, chat: int, key: str, **values: object) -> None:
        """Queue a text of the catalogue for a chat of our own."""
        text = self._catalogue().text(key, REFERENCE, None, **_said(values, REFERENCE))
        calls = render({"text": text}, work.buttons.keep, {})
        for call in calls:
            call["params"]["chat_id"] = chat
        work.outbox.add(OUR_CHAT, calls, self._clock())

    def send(self, work: Work, person: Conversation, message: Message, metadata: dict[str, Any]) -> list[int]:
        """Queue a message `{text, buttons, custom}` and write it into the dialogue's history; gives outbox ids.

        `reply_to` is a message of the person that it answers, `edits` one of ours that it takes the place of.

        The ids stand in the history, too, so that one can see what became of each message.
        """
        if not person.wants_answers:
            return []
        now = self._clock()
        ids = self._queue(work, person, message) if person.channel is Channel.TELEGRAM else []
        said = {
            "event": "bot",
            "timestamp": now.timestamp(),
            "text": message.get("text"),
            "data": {"buttons": message.get("buttons"), "custom": message.get("custom")},
            "metadata": {**metadata, "outbox": ids},
        }
        work.trackers.append(person.id, [said], False, now)
        return ids

    def _queue(self, work: Work, person: Conversation, message: Message) -> list[int]:
        calls = render(message, work.buttons.keep, {})
        for call in calls:
            call["params"]["chat_id"] = int(person.address)
        _attach(calls, message)
        return [queued.id for queued in work.outbox.add(person.id, calls, self._clock())]


def _attach(calls: list[dict[str, Any]], message: Message) -> None:
    """Say which message is answered or changed."""
    if message.get("reply_to"):
        reply = {"message_id": message["reply_to"], "allow_sending_without_reply": True}
        calls[0]["params"]["reply_parameters"] = reply
    if message.get("edits"):
        calls[0]["method"] = "editMessageText"
        calls[0]["params"]["message_id"] = message["edits"]


def _said(values: dict[str, object], language: str) -> dict[str, object]:
    return {
        name: describe_moment(value, language) if isinstance(value, datetime) else value
        for name, value in values.items()
    }
