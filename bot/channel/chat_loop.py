"""What chats with staff need from the bot process by the clock: timeouts, "is typing", and taking the word again."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from bot.channel.desk import Aside
from bot.domain.conversation import Conversation
from bot.domain.handover import Handover
from bot.domain.incoming import Incoming, Kind
from bot.services.handover_timers import HandoverTimers
from bot.services.ports import Clock, NewWork

log = logging.getLogger(__name__)

LOOK_EVERY = 0.5
TIMERS_EVERY = 10
"""Looks between two applications of the timeouts."""
TYPING_FOR = timedelta(seconds=4)
TYPING_AGAIN = 8
"""Looks between two "is typing" in a chat: Telegram shows each for five seconds."""


class ChatLoop:
    """Everything it does is read from the database, so that a restart or a second process changes nothing."""

    def __init__(
        self,
        timers: HandoverTimers,
        new_work: NewWork,
        clock: Clock,
        put: Callable[[Incoming], None],
        aside: Aside,
        new_reading: NewWork | None = None,
    ) -> None:
        self._timers = timers
        self._new_work = new_work
        self._new_reading = new_reading or new_work
        self._clock = clock
        self._put = put
        self._aside = aside
        self._looks = 0
        self._given: set[int] = set()
        self._typed: dict[str, int] = {}

    async def run(self) -> None:
        """Look until cancelled. A failing database is asked again."""
        while True:
            try:
                await self.look()
            except Exception as error:
                log.error("chats_unreadable", extra={"reason": type(error).__name__})
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Do what is to be done now."""
        if self._looks % TIMERS_EVERY == 0:
            await asyncio.to_thread(self._timers.apply)
        self._looks += 1
        resuming, typing = self._signals()
        for handover, person in resuming:
            self._give_word(handover, person)
        self._given &= {handover.id for handover, _ in resuming}
        for person in typing:
            await self._show_typing(person)

    def _signals(self) -> tuple[list[tuple[Handover, Conversation | None]], list[Conversation]]:
        with self._new_reading() as work:
            resuming = [(each, work.conversations.get(each.conversation_id)) for each in work.handovers.resuming()]
            ids = work.handovers.typed_in(self._clock() - TYPING_FOR)
            people = [work.conversations.get(each) for each in ids]
        return resuming, [person for person in people if person is not None]

    def _give_word(self, handover: Handover, person: Conversation | None) -> None:
        """Let the bot greet back and go on, in the order of the chat."""
        if handover.id in self._given:
            return
        self._given.add(handover.id)
        if person is None or not person.wants_answers:
            with self._new_work() as work:
                work.handovers.resumed(handover.id)
                work.commit()
            return
        self._put(Incoming(-handover.id, Kind.COMMAND, person.address, name="bot", resumes=handover.id))

    async def _show_typing(self, person: Conversation) -> None:
        if self._looks - self._typed.get(person.id, -TYPING_AGAIN) < TYPING_AGAIN:
            return
        self._typed[person.id] = self._looks
        if person.wants_answers:
            await self._aside("sendChatAction", {"chat_id": int(person.address), "action": "typing"})
