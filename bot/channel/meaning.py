"""What a person did, as Rasa is told of it. Only our buttons and commands carry a payload."""

from dataclasses import dataclass
from typing import Any

from bot.channel.attachments import refusal
from bot.channel.deep_links import read_start
from bot.channel.payloads import COMMANDS, answers_a_question, parse, payload
from bot.domain.conversation import Channel, Conversation
from bot.domain.incoming import Incoming, Kind
from bot.nlu.text import RAW_LIMIT, clip, has_words
from bot.services.conversations import ConversationDesk
from bot.services.ports import NewWork, Work


@dataclass(frozen=True)
class Said:
    """What a message means to Rasa: its text, and its parse when it is a payload."""

    text: str
    parse_data: dict[str, Any] | None = None


def captioned(incoming: Incoming) -> bool:
    """Whether it is an attachment whose caption is to be answered like any other words."""
    return incoming.kind is Kind.ATTACHMENT and bool(refusal(incoming.name)) and has_words(incoming.text)


class Meaning:
    """Reads meanings; looks buttons up, and keeps the language that a poster's link asks for."""

    def __init__(self, new_work: NewWork, conversations: ConversationDesk) -> None:
        self._new_work = new_work
        self._conversations = conversations

    def of(self, incoming: Incoming, person: Conversation) -> Said | None:
        """What to tell Rasa; None for a button that is no longer known, or whose question has passed."""
        worded = incoming.kind in (Kind.TEXT, Kind.EDIT) and has_words(incoming.text)
        if worded or captioned(incoming):
            return Said(clip(incoming.text, RAW_LIMIT))
        meant = self._payload(incoming, person)
        return None if meant is None else Said(meant, parse(meant))

    def _payload(self, incoming: Incoming, person: Conversation) -> str | None:
        if incoming.kind is Kind.BUTTON:
            return self._button(incoming, person)
        if incoming.kind is Kind.CONTACT:
            own = "yes" if incoming.own_contact else "no"
            return payload("sent_contact", phone_number=incoming.phone, own=own)
        if incoming.kind is Kind.COMMAND:
            return self._command(incoming, person)
        return payload(f"sent_{incoming.name}" if incoming.kind is Kind.ATTACHMENT else "sent_sticker")

    def _button(self, incoming: Incoming, person: Conversation) -> str | None:
        with self._new_work() as work:
            meant = work.buttons.find(incoming.text)
            if meant is None or not answers_a_question(meant) or _asks_still(work, incoming, person):
                return meant
        return None

    def _command(self, incoming: Incoming, person: Conversation) -> str:
        if incoming.name != "start":
            return COMMANDS.get(incoming.name, payload("unknown_command"))
        meant, language = read_start(incoming.text)
        if language:
            self._conversations.choose_language(person.id, language)
            person.language = language
        return meant


def _asks_still(work: Work, incoming: Incoming, person: Conversation) -> bool:
    """Whether the question beside a button is the latest one: a "Yes" must not answer another question."""
    if person.channel is Channel.PLAYGROUND:
        return True
    return not work.outbox.asked_again(person.id, incoming.message_id or 0)
