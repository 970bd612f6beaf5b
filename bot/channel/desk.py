"""Decides what to do with each thing a person did."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from bot.channel.chat_gate import ChatGate
from bot.channel.sender import Sender
from bot.channel.turns import Turns
from bot.domain.conversation import Channel, Conversation
from bot.domain.errors import HeldByStaff
from bot.domain.incoming import Incoming, Kind
from bot.services.conversations import ConversationDesk
from bot.services.ports import Clock, NewWork

log = logging.getLogger(__name__)

TYPING_AFTER = 0.7
TYPING_AGAIN = 4.5
REMEMBERED_PRESSES = 5_000

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
    ) -> None:
        self._turns = turns
        self._sender = sender
        self._conversations = conversations
        self._new_work = new_work
        self._clock = clock
        self._aside = aside
        self._gate = gate
        self._pressed: dict[tuple[str, int | None], int] = {}

    async def handle(self, incoming: Incoming) -> None:
        """Handle one update to its end. What is raised means: try again later."""
        match incoming.kind:
            case Kind.OTHER | Kind.EDIT:
                self._done(incoming)
            case Kind.BLOCKED | Kind.UNBLOCKED:
                self._note_reach(incoming)
            case Kind.GROUP:
                await self._leave_group(incoming)
            case _:
                await self._converse(incoming)

    async def trouble(self, incoming: Incoming) -> None:
        """Say once that a part of us is down; the update stays unhandled."""
        if not incoming.address or incoming.chat_kind != "private":
            return
        person = self._meet(incoming)
        text = self._turns.text("utter_trouble", person)
        await self._aside("sendMessage", {"chat_id": int(person.address), "text": text, "parse_mode": "HTML"})

    async def _converse(self, incoming: Incoming) -> None:
        person = self._meet(incoming)
        if self._gate.keeps(incoming, person):
            await self._hush(incoming)
        elif self._is_second_press(incoming):
            self._turns.say(incoming, person, [])
            await self._acknowledge(incoming, self._turns.text("utter_button_stale", person))
        else:
            await self._answer(incoming, person)

    async def _answer(self, incoming: Incoming, person: Conversation) -> None:
        typing = asyncio.create_task(self._type(person))
        toast = ""
        try:
            answered = await self._turns.run(incoming, person)
            self._sender.put(answered.outgoing)
            toast = answered.toast
        except HeldByStaff:
            if not self._gate.keeps(incoming, person):
                raise
        finally:
            typing.cancel()
            if incoming.press_id:
                await self._acknowledge(incoming, toast)

    async def _hush(self, incoming: Incoming) -> None:
        """A press in a chat that one of us holds: the wheel on the button stops, nothing else happens."""
        if incoming.press_id:
            await self._aside("answerCallbackQuery", {"callback_query_id": incoming.press_id})

    def _is_second_press(self, incoming: Incoming) -> bool:
        """Whether another button of the same message was pressed before: its keyboard is about to vanish."""
        if incoming.press_id is None:
            return False
        key = (incoming.address, incoming.message_id)
        # The same update again is a retry after a failure, not a second press.
        first = self._pressed.setdefault(key, incoming.update_id)
        while len(self._pressed) > REMEMBERED_PRESSES:
            self._pressed.pop(next(iter(self._pressed)))
        return first != incoming.update_id

    def _meet(self, incoming: Incoming) -> Conversation:
        return self._conversations.meet(Channel.TELEGRAM, incoming.address, incoming.language_code)

    async def _acknowledge(self, incoming: Incoming, toast: str) -> None:
        for method, params in self.acknowledgement(incoming, toast):
            await self._aside(method, params)

    @staticmethod
    def acknowledgement(incoming: Incoming, toast: str) -> list[tuple[str, dict[str, Any]]]:
        """Every press is answered; a used keyboard is removed, unless the press was refused with a toast."""
        answer: dict[str, Any] = {"callback_query_id": incoming.press_id}
        if toast:
            return [("answerCallbackQuery", {**answer, "text": toast})]
        keyboard = {"chat_id": int(incoming.address), "message_id": incoming.message_id, "reply_markup": None}
        return [("answerCallbackQuery", answer), ("editMessageReplyMarkup", keyboard)]

    async def _type(self, person: Conversation) -> None:
        await asyncio.sleep(TYPING_AFTER)
        while True:
            await self._aside("sendChatAction", {"chat_id": int(person.address), "action": "typing"})
            await asyncio.sleep(TYPING_AGAIN)

    def _done(self, incoming: Incoming) -> None:
        with self._new_work() as work:
            work.inbox.finish(incoming.update_id, None, self._clock())
            work.commit()

    def _note_reach(self, incoming: Incoming) -> None:
        person = self._meet(incoming)
        if incoming.kind is Kind.BLOCKED:
            self._conversations.block(person.id)
        self._done(incoming)

    async def _leave_group(self, incoming: Incoming) -> None:
        person = Conversation("", Channel.TELEGRAM, incoming.address, self._clock(), self._clock())
        text = self._turns.text("utter_group_only_private", person)
        where = {"chat_id": int(incoming.address)}
        await self._aside("sendMessage", {**where, "text": text, "parse_mode": "HTML"})
        await self._aside("leaveChat", where)
        self._done(incoming)
