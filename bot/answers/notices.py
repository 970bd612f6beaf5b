"""What is said to a person outside a turn: a call was tried, a colleague writes, a request was closed."""

from collections.abc import Callable
from typing import Any

from bot.answers.catalogue import Catalogue
from bot.answers.render import render
from bot.domain.conversation import Channel, Conversation
from bot.services.ports import Clock, Work

Message = dict[str, Any]


class Notices:
    """Queues messages for people. `catalogue` gives the texts as they stand now."""

    def __init__(self, catalogue: Callable[[], Catalogue], clock: Clock) -> None:
        self._catalogue = catalogue
        self._clock = clock

    def tell(self, work: Work, person: Conversation, key: str, **values: object) -> None:
        """Queue a text of the catalogue in the person's language. The caller commits `work`.

        Nothing is queued for somebody who blocked the bot or asked it to stop.
        """
        message = self._catalogue().answer(key, person.speaks, None, **values)
        self.send(work, person, message, {"utter_action": key, "author": "notice"})

    def send(self, work: Work, person: Conversation, message: Message, metadata: dict[str, Any]) -> list[int]:
        """Queue a message `{text, buttons, custom}` and write it into the dialogue's history; gives outbox ids."""
        if not person.wants_answers:
            return []
        now = self._clock()
        said = {
            "event": "bot",
            "timestamp": now.timestamp(),
            "text": message.get("text"),
            "data": {"buttons": message.get("buttons"), "custom": message.get("custom")},
            "metadata": metadata,
        }
        work.trackers.append(person.id, [said], False, now)
        if person.channel is not Channel.TELEGRAM:
            return []
        calls = render(message, work.buttons.keep, {})
        for call in calls:
            call["params"]["chat_id"] = int(person.address)
        return [queued.id for queued in work.outbox.add(person.id, calls, now)]
