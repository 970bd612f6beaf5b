"""Decides what to do with each thing a person did."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.channel.chat_gate import ChatGate
from bot.channel.groups import Groups
from bot.channel.impatience import Impatience
from bot.channel.sender import Sender
from bot.channel.staff_room import StaffRoom
from bot.channel.turns import Turns
from bot.domain.conversation import Channel, Conversation
from bot.domain.errors import HeldByStaff
from bot.domain.incoming import Incoming, Kind
from bot.observability.spans import span
from bot.services.connector_ports import MessageEdit
from bot.services.conversations import ConversationDesk
from bot.services.ports import Clock, NewWork

log = logging.getLogger(__name__)

TYPING_AFTER = 0.7
TYPING_AGAIN = 4.5

# Best-effort calls that no one waits for: typing, answers to presses, removed keyboards.
Aside = Callable[[str, dict[str, Any]], Awaitable[None]]


class Desk:
    """The front desk of a channel: meets the person, runs the turn, queues the answer."""

    def __init__(
        self,
        turns: Turns,
        sender: Sender,
        conversations: ConversationDesk,
        new_work: NewWork,
        clock: Clock,
        aside: Aside,
        gate: ChatGate,
        staff_group: str = "",
        room: StaffRoom | None = None,
    ) -> None:
        self._turns = turns
        self._sender = sender
        self._conversations = conversations
        self._new_work = new_work
        self._clock = clock
        self._aside = aside
        self._gate = gate
        self._impatience = Impatience()
        self._groups = Groups(turns.stranger_text, aside, staff_group, room)

    async def handle(self, incoming: Incoming) -> None:
        """Handle one update to its end. What is raised means: try again later."""
        match incoming.kind:
            case Kind.OTHER:
                await self._pass_over(incoming)
            case Kind.EDIT:
                await self._correct(incoming)
            case Kind.BLOCKED | Kind.UNBLOCKED:
                self._note_reach(incoming)
            case Kind.GROUP:
                await self._groups.attend(incoming)
                self._done(incoming)
            case _:
                await self._converse(incoming)

    async def trouble(self, incoming: Incoming) -> None:
        """Say that a part of us is down; the update stays unhandled. Works without the database, too."""
        if not incoming.address or incoming.chat_kind != "private":
            return
        try:
            text = self._turns.text("utter_trouble", self._meet(incoming))
        except Exception as error:
            log.warning("person_unknown", extra={"reason": type(error).__name__})
            text = self._turns.stranger_text("utter_trouble", incoming.language_code)
        await self._aside("sendMessage", {"chat_id": int(incoming.address), "text": text, "parse_mode": "HTML"})

    async def _converse(self, incoming: Incoming) -> None:
        person = self._meet(incoming)
        self._sender.saw(incoming.message_id)
        if self._gate.keeps(incoming, person):
            await self._hush(incoming)
        elif self._is_second_press(incoming, person):
            self._turns.say(incoming, person, [])
            await self._acknowledge(incoming, self._turns.text("utter_button_stale", person), used=True)
        elif self._impatience.repeats(incoming):
            self._turns.note(incoming, person, repeated=True)
        else:
            await self._answer(incoming, person)

    async def _answer(self, incoming: Incoming, person: Conversation) -> None:
        typing = asyncio.create_task(self._type(person))
        toast = ""
        try:
            answered = await self._turns.run(incoming, person, self._impatience.unless_repeated)
            self._sender.put(answered.outgoing)
            sent = [{"method": item.method, "params": item.params} for item in answered.outgoing]
            self._impatience.answered(incoming, sent, self._clock().timestamp())
            toast = answered.toast
        except HeldByStaff:
            if not self._gate.keeps(incoming, person):
                raise
        finally:
            typing.cancel()
            if incoming.press_id:
                await self._acknowledge(incoming, toast, used=not toast)

    async def _hush(self, incoming: Incoming) -> None:
        """A press in a chat that one of us holds: the wheel on the button stops, nothing else happens."""
        if incoming.press_id:
            await self._aside("answerCallbackQuery", {"callback_query_id": incoming.press_id})

    async def _correct(self, incoming: Incoming) -> None:
        """Keep an edit for staff. It is a turn only where it corrects an answer of an open form."""
        person = self._meet(incoming)
        with self._new_work() as work:
            edit = MessageEdit(person.id, incoming.message_id or 0, self._clock(), incoming.text)
            work.edits.add(edit, incoming.update_id)
            work.commit()
        field = self._turns.corrects(incoming, person)
        if field:
            await self._converse(replace(incoming, name=field))
        else:
            self._done(incoming, person.id)

    def _is_second_press(self, incoming: Incoming, person: Conversation) -> bool:
        """Whether another button of the same message was pressed before: its keyboard is about to vanish."""
        if incoming.press_id is None:
            return False
        with self._new_work() as work:
            # The same update again is a retry after a failure, not a second press.
            first = work.presses.first(person.id, incoming.message_id or 0, incoming.update_id, self._clock())
            work.commit()
        return not first

    def _meet(self, incoming: Incoming) -> Conversation:
        with span("person"):
            return self._conversations.meet(Channel.TELEGRAM, incoming.address, incoming.language_code)

    async def _acknowledge(self, incoming: Incoming, toast: str, used: bool) -> None:
        for method, params in self.acknowledgement(incoming, toast, used):
            await self._aside(method, params)

    @staticmethod
    def acknowledgement(incoming: Incoming, toast: str, used: bool) -> list[tuple[str, dict[str, Any]]]:
        """Every press is answered; a used keyboard is removed."""
        answer: dict[str, Any] = {"callback_query_id": incoming.press_id}
        calls = [("answerCallbackQuery", {**answer, "text": toast} if toast else answer)]
        if used:
            keyboard = {"chat_id": int(incoming.address), "message_id": incoming.message_id, "reply_markup": None}
            calls.append(("editMessageReplyMarkup", keyboard))
        return calls

    async def _type(self, person: Conversation) -> None:
        await asyncio.sleep(TYPING_AFTER)
        while True:
            await self._aside("sendChatAction", {"chat_id": int(person.address), "action": "typing"})
            await asyncio.sleep(TYPING_AGAIN)

    async def _pass_over(self, incoming: Incoming) -> None:
        """Nothing to do; but a press is answered even where its message is gone."""
        if incoming.press_id:
            await self._aside("answerCallbackQuery", {"callback_query_id": incoming.press_id})
        self._done(incoming)

    def _done(self, incoming: Incoming, conversation_id: str | None = None) -> None:
        with self._new_work() as work:
            work.inbox.finish(incoming.update_id, conversation_id, self._clock())
            work.commit()

    def _note_reach(self, incoming: Incoming) -> None:
        person = self._meet(incoming)
        if incoming.kind is Kind.BLOCKED:
            self._conversations.block(person.id)
        self._done(incoming)
