"""The state that all methods share: chats, people, files, button presses, the bot's own profile."""

import asyncio
import itertools
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.telegram_server.chats import Chat
from tests.telegram_server.files import Files
from tests.telegram_server.inbox import Inbox
from tests.telegram_server.limits import RateLimits
from tests.telegram_server.records import Call, Clock, Journal, Json, bad_request
from tests.telegram_server.updates import Lane, UpdateFeed

FIRST_PRESS_ID = 4_382_000_000_000_000_001
PRESS_LIFETIME = 15 * 60.0


@dataclass
class Press:
    """A press of an inline button. The bot may answer it once, and not for ever."""

    user_id: int
    valid_until: float
    answer: Json | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)


def _counters() -> "defaultdict[int, Iterator[int]]":
    return defaultdict(lambda: itertools.count(1))


@dataclass
class World:
    """Everything that outlives a request. Private chats and small groups share one count of message ids."""

    bot: Json
    journal: Journal
    feed: UpdateFeed
    limits: RateLimits
    clock: Clock
    chats: dict[int, Chat] = field(default_factory=dict)
    users: dict[int, Json] = field(default_factory=dict)
    inboxes: dict[int, Inbox] = field(default_factory=dict)
    files: Files = field(default_factory=Files)
    presses: dict[str, Press] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    profile: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)
    _press_ids: Iterator[int] = field(default_factory=lambda: itertools.count(FIRST_PRESS_ID))
    _message_ids: "defaultdict[int, Iterator[int]]" = field(default_factory=_counters)

    @property
    def bot_as_sender(self) -> Json:
        return {key: self.bot[key] for key in ("id", "is_bot", "first_name", "username")}

    def chat(self, identifier: int | str, sending: bool = False) -> Chat:
        """The chat by id or @name; raises ApiError when there is none or the bot may not use it."""
        found = self.chats.get(identifier) if isinstance(identifier, int) else self._named(identifier)
        if found is None:
            raise bad_request("chat not found")
        found.require_access(sending)
        return found

    def _named(self, name: str) -> Chat | None:
        return next((chat for chat in self.chats.values() if f"@{chat.face.get('username')}" == name), None)

    def next_message_id(self, chat: Chat) -> int:
        own_count = chat.kind in {"supergroup", "channel"}
        return next(self._message_ids[chat.id if own_count else 0])

    def store(self, chat: Chat, message: Json) -> Json:
        """Gives the message its number and keeps it."""
        message["message_id"] = self.next_message_id(chat)
        chat.messages[message["message_id"]] = message
        return message

    def show(self, chat: Chat, message: Json, markup: Json, edited: bool, call: Call) -> None:
        """Puts what the bot did into the inbox of the person or group, if somebody reads it."""
        if chat.id in self.inboxes:
            self.inboxes[chat.id].receive(message, markup, edited, call)

    def press(self, user: Json, message: Json, data: str) -> tuple[str, Json | None]:
        """(id of the press, its update)."""
        press_id = str(next(self._press_ids))
        self.presses[press_id] = Press(user["id"], self.clock() + PRESS_LIFETIME)
        query = {
            "id": press_id,
            "from": user,
            "message": message,
            "chat_instance": str(message["chat"]["id"]),
            "data": data,
        }
        return press_id, self.feed.push("callback_query", query, Lane("press", user["id"]))

    @staticmethod
    def date() -> int:
        return int(time.time())
