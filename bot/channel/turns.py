"""One turn: from what a person did to what is sent back, written in one transaction."""

import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.answers.render import Call, render
from bot.answers.shelf import Shelf
from bot.channel.deep_links import read_start
from bot.channel.payloads import COMMANDS, parse, payload
from bot.channel.telegram_output import TelegramOutput
from bot.dialogue.turn import turn
from bot.domain.conversation import Channel, Conversation
from bot.domain.errors import HeldByStaff
from bot.domain.incoming import Incoming, Kind
from bot.domain.outgoing import Outgoing
from bot.nlu.text import RAW_LIMIT, clip, has_words
from bot.observability import metrics
from bot.services.conversations import ConversationDesk
from bot.services.ports import Clock, NewWork, Work

log = logging.getLogger(__name__)

Handle = Callable[[UserMessage], Awaitable[Any]]


@dataclass(frozen=True)
class Said:
    """What a message means to Rasa: its text, and its parse when it is a payload."""

    text: str
    parse_data: dict[str, Any] | None = None


@dataclass(frozen=True)
class Answered:
    """The outcome of a turn: calls that are queued for sending, and a toast for a pressed button."""

    outgoing: list[Outgoing]
    toast: str = ""


class Turns:
    """Runs turns. `monotonic` is a clock in seconds for the answers' shelf."""

    def __init__(
        self,
        handle: Handle,
        new_work: NewWork,
        clock: Clock,
        conversations: ConversationDesk,
        shelf: Shelf,
        monotonic: Callable[[], float],
    ) -> None:
        self._handle = handle
        self._new_work = new_work
        self._clock = clock
        self._conversations = conversations
        self._shelf = shelf
        self._monotonic = monotonic

    async def run(self, incoming: Incoming, person: Conversation) -> Answered:
        """Let the assistant answer. Raises what the assistant raises; then nothing was written."""
        said = self._meaning(incoming, person)
        if said is None:
            return Answered(self.say(incoming, person, []), self.text("utter_button_stale", person))
        output = TelegramOutput()
        queued: list[Outgoing] = []

        def finish(work: Work) -> None:
            queued.extend(self._finish(work, incoming, person, self._notices(incoming, person) + output.messages))

        with _measured(), turn(finish) as running:
            await self._handle(self._message(incoming, person, said, output))
        if not running.committed:
            # Plain `rasa run` keeps trackers elsewhere; our part is still to be written.
            with self._new_work() as work:
                running.write(work)
                work.commit()
        return Answered(queued)

    def say(self, incoming: Incoming, person: Conversation, keys: list[str]) -> list[Outgoing]:
        """Answer without the assistant, with texts of the catalogue, and finish the update."""
        catalogue = self._shelf.catalogue(self._monotonic())
        messages = [catalogue.answer(key, person.speaks, person.second_language) for key in keys]
        with self._new_work() as work:
            queued = self._finish(work, incoming, person, messages)
            work.commit()
        return queued

    def text(self, key: str, person: Conversation) -> str:
        """A text of the catalogue in the person's language."""
        return self._shelf.catalogue(self._monotonic()).text(key, person.speaks, person.second_language)

    def _message(self, incoming: Incoming, person: Conversation, said: Said, output: TelegramOutput) -> UserMessage:
        return UserMessage(
            text=said.text,
            output_channel=output,
            sender_id=person.id,
            input_channel=output.name(),
            parse_data=said.parse_data,
            message_id=str(incoming.update_id),
            metadata={
                "language": person.speaks,
                "second_language": person.second_language,
                "update": incoming.update_id,
            },
        )

    def _finish(
        self, work: Work, incoming: Incoming, person: Conversation, messages: list[dict[str, Any]]
    ) -> list[Outgoing]:
        calls = [
            call
            for message in messages
            for call in render(self._labelled(message, person), work.buttons.keep, self._venues(person))
        ]
        if person.channel is Channel.PLAYGROUND:
            return [Outgoing(0, person.id, call["method"], call["params"]) for call in calls]
        for call in calls:
            call["params"]["chat_id"] = int(person.address)
        # Taken by one of us while the bot was thinking: nothing of this turn is kept or said.
        work.handovers.refuse_if_held(person.id)
        if incoming.resumes and not work.handovers.resumed(incoming.resumes):
            raise HeldByStaff(person.id)
        now = self._clock()
        work.inbox.finish(incoming.update_id, person.id, now)
        return work.outbox.add(person.id, calls, now)

    def _notices(self, incoming: Incoming, person: Conversation) -> list[dict[str, Any]]:
        """What the person should know before the answer: that not all of a very long message was read."""
        if incoming.kind is not Kind.TEXT or len(incoming.text) <= RAW_LIMIT:
            return []
        return [self._shelf.catalogue(self._monotonic()).answer("utter_message_too_long", person.speaks)]

    def _labelled(self, message: dict[str, Any], person: Conversation) -> dict[str, Any]:
        custom = message.get("custom") or {}
        if custom.get("keyboard") != "share_contact":
            return message
        label = self.text("utter_callback_share_contact_button", person)
        return {**message, "custom": {**custom, "label": label}}

    def _venues(self, person: Conversation) -> dict[str, Call]:
        facts = self._shelf.catalogue(self._monotonic()).facts.values(person.speaks)
        try:
            latitude, longitude = float(facts["office_latitude"]), float(facts["office_longitude"])
        except (KeyError, ValueError):
            return {}
        address = f"{facts.get('office_street', '')}, {facts.get('office_city', '')}"
        return {"office": {"latitude": latitude, "longitude": longitude, "title": "IOM", "address": address}}

    def _meaning(self, incoming: Incoming, person: Conversation) -> Said | None:
        """What to tell Rasa; None for a button that is no longer known."""
        if incoming.kind is Kind.TEXT and has_words(incoming.text):
            return Said(clip(incoming.text, RAW_LIMIT))
        meant = self._payload(incoming, person)
        return None if meant is None else Said(meant, parse(meant))

    def _payload(self, incoming: Incoming, person: Conversation) -> str | None:
        if incoming.kind is Kind.BUTTON:
            with self._new_work() as work:
                return work.buttons.find(incoming.text)
        if incoming.kind is Kind.CONTACT:
            own = "yes" if incoming.own_contact else "no"
            return payload("sent_contact", phone_number=incoming.phone, own=own)
        if incoming.kind is Kind.COMMAND:
            return self._command(incoming, person)
        return payload(f"sent_{incoming.name}" if incoming.kind is Kind.ATTACHMENT else "sent_sticker")

    def _command(self, incoming: Incoming, person: Conversation) -> str:
        if incoming.name != "start":
            return COMMANDS.get(incoming.name, payload("unknown_command"))
        meant, language = read_start(incoming.text)
        if language:
            self._conversations.choose_language(person.id, language)
            person.language = language
        return meant


@contextmanager
def _measured() -> Iterator[None]:
    """Count a turn, and write down how long it took."""
    started = time.monotonic()
    try:
        yield
    except BaseException:
        metrics.TURNS.labels("failed").inc()
        raise
    took = time.monotonic() - started
    metrics.TURNS.labels("answered").inc()
    metrics.STAGE_SECONDS.labels("turn").observe(took)
    log.info("turn_done", extra={"seconds": round(took, 4)})
