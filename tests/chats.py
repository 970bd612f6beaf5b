"""Chats for tests: people on Telegram, a desk of staff, and a clock, over a real database and the real answers."""

import time
from datetime import timedelta
from pathlib import Path

from bot.answers.notices import Notices
from bot.answers.shelf import Shelf
from bot.bootstrap import App
from bot.channel.chat_gate import ChatGate
from bot.domain.conversation import Channel, Conversation
from bot.domain.handover import Handover, Patience
from bot.domain.hours_reading import read_hours
from bot.services.live_chat import LiveChat, Terms
from bot.services.opening import service_hours
from tests.fakes import FakeClock

ROOT = Path(__file__).parents[1]
DUTY_CHAT = -1009


class Chats:
    """Everything around one database."""

    def __init__(self, app: App, clock: FakeClock | None = None, duty_chat: int | None = DUTY_CHAT) -> None:
        self.app, self.clock = app, clock or FakeClock()
        shelf = Shelf(ROOT, app.settings.text_constants)
        self.post = Notices(lambda: shelf.catalogue(time.monotonic()), self.clock)
        hours = service_hours(read_hours("mon-fri 09:00-12:00,13:00-17:00"), ("BE",))
        terms = Terms(hours, Patience(), duty_chat, "https://console.test/chats")
        chat = LiveChat(app.new_work, app.new_reading, self.clock, self.post, terms)
        self.requests, self.desk, self.hold, self.timers = chat.requests, chat.desk, chat.gate, chat.timers
        self.gate = ChatGate(self.hold, self.requests, app.new_work)

    def person(self, address: str = "7", language: str = "fr") -> Conversation:
        return self.app.conversations.meet(Channel.TELEGRAM, address, language)

    def open_for(self, person: Conversation) -> Handover | None:
        with self.app.new_reading() as work:
            return work.handovers.open_for(person.id)

    def latest(self, person: Conversation) -> Handover:
        with self.app.new_reading() as work:
            found = work.handovers.latest_for(person.id)
        assert found is not None
        return found

    def events(self, person: Conversation) -> list[dict]:
        with self.app.new_reading() as work:
            return work.trackers.all(person.id)

    def sent(self, address: str = "7") -> list[str]:
        """Texts that wait to be sent to a chat."""
        with self.app.new_reading() as work:
            waiting = work.outbox.unsettled()
        return [each.params["text"] for each in waiting if str(each.params["chat_id"]) == address]

    def later(self, minutes: float) -> None:
        self.clock.now += timedelta(minutes=minutes)

    def said(self, key: str, language: str = "fr", **values: object) -> str:
        return self.post._catalogue().text(key, language, None, **values)

    def audited(self) -> list[tuple[str, str]]:
        with self.app.new_reading() as work:
            return [(each.actor, each.action) for each in reversed(work.audit.latest(1000))]
