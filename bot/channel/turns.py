"""One turn: from what a person did to what is sent back, written in one transaction."""

import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import UserUttered

from bot.answers.render import Call, render
from bot.answers.shelf import Shelf
from bot.channel import hearing
from bot.channel.attachments import refusal
from bot.channel.meaning import Meaning, Said, captioned
from bot.channel.pins import venues
from bot.channel.telegram_output import TelegramOutput
from bot.dialogue.events import event_to
from bot.dialogue.turn import turn
from bot.domain.conversation import Channel, Conversation
from bot.domain.errors import HeldByStaff
from bot.domain.incoming import Incoming, Kind
from bot.domain.language import REFERENCE, closest
from bot.domain.outgoing import Outgoing
from bot.nlu.text import RAW_LIMIT
from bot.observability import metrics
from bot.observability.spans import span
from bot.services.conversations import ConversationDesk
from bot.services.corrections import corrected_field
from bot.services.ports import Clock, NewWork, Work

log = logging.getLogger(__name__)

Handle = Callable[[UserMessage], Awaitable[Any]]
Choose = Callable[[Incoming, list[Call]], list[Call]]
"""Which of a turn's calls to send; the others stay in the history only."""


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
        self._meaning = Meaning(new_work, conversations)
        self._shelf = shelf
        self._monotonic = monotonic

    async def run(self, incoming: Incoming, person: Conversation, choose: Choose | None = None) -> Answered:
        """Let the assistant answer. Raises what the assistant raises; then nothing was written."""
        said = self._meaning.of(incoming, person)
        if said is None:
            return Answered(self.say(incoming, person, []), self.text("utter_button_stale", person))
        output = TelegramOutput()
        queued: list[Outgoing] = []

        def finish(work: Work) -> None:
            messages = self._notices(incoming, person) + output.messages
            queued.extend(self._finish(work, incoming, person, messages, choose))
            hearing.keep(work, running.events, person, self._clock())

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
            hearing.count(work, person, self._clock())
            work.commit()
        return queued

    def note(self, incoming: Incoming, person: Conversation, **why: object) -> None:
        """Keep what a person said in the history, for staff, without an answer; and finish the update."""
        said = self._meaning.of(incoming, person) or Said("")
        now = self._clock()
        heard = UserUttered(
            said.text,
            parse_data=said.parse_data,
            timestamp=now.timestamp(),
            input_channel=TelegramOutput.name(),
            message_id=str(incoming.update_id),
            metadata={"update": incoming.update_id, **incoming.context, **why},
        )
        with self._new_work() as work:
            work.trackers.append(person.id, [event_to(heard)], False, now)
            work.inbox.finish(incoming.update_id, person.id, now)
            hearing.count(work, person, now)
            work.commit()

    def corrects(self, incoming: Incoming, person: Conversation) -> str | None:
        """The answer of an open form that an edited message gave."""
        with self._new_work() as work:
            events = work.trackers.latest_session(person.id)
        return corrected_field(events, incoming.message_id or 0)

    def text(self, key: str, person: Conversation) -> str:
        """A text of the catalogue in the person's language."""
        return self._shelf.catalogue(self._monotonic()).text(key, person.speaks, person.second_language)

    def stranger_text(self, key: str, language_code: str | None) -> str:
        """A text of the catalogue for somebody of whom we know at most the phone's language."""
        return self._shelf.catalogue(self._monotonic()).text(key, closest(language_code) or REFERENCE)

    def _message(self, incoming: Incoming, person: Conversation, said: Said, output: TelegramOutput) -> UserMessage:
        corrected = {"corrects": incoming.name} if incoming.kind is Kind.EDIT else {}
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
                **incoming.context,
                **corrected,
            },
        )

    def _finish(
        self,
        work: Work,
        incoming: Incoming,
        person: Conversation,
        messages: list[dict[str, Any]],
        choose: Choose | None = None,
    ) -> list[Outgoing]:
        pins = venues(self._shelf.catalogue(self._monotonic()), person.speaks)
        labelled = [self._labelled(message, person) for message in messages]
        with span("render"):
            calls = [call for message in labelled for call in render(message, work.buttons.keep, pins)]
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
        return work.outbox.add(person.id, choose(incoming, calls) if choose else calls, now, asks=True)

    def _notices(self, incoming: Incoming, person: Conversation) -> list[dict[str, Any]]:
        """What the person should know before the answer to their words: that not everything was looked at."""
        catalogue = self._shelf.catalogue(self._monotonic())
        if incoming.kind is Kind.ATTACHMENT and captioned(incoming):
            return [{"text": catalogue.text(refusal(incoming.name), person.speaks)}]
        if incoming.kind is Kind.TEXT and len(incoming.text) > RAW_LIMIT:
            return [catalogue.answer("utter_message_too_long", person.speaks)]
        return []

    def _labelled(self, message: dict[str, Any], person: Conversation) -> dict[str, Any]:
        custom = message.get("custom") or {}
        if custom.get("keyboard") != "share_contact":
            return message
        label = self.text("utter_callback_share_contact_button", person)
        return {**message, "custom": {**custom, "label": label}}


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
