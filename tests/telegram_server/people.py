"""Simulated people: they write, press buttons, share things, block the bot; and read what it answers."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any, TypedDict

from typing_extensions import Unpack

from tests.telegram_server import contents
from tests.telegram_server.buttons import Button, find_button, visible_buttons
from tests.telegram_server.chats import Chat
from tests.telegram_server.groups import Group, member_update
from tests.telegram_server.inbox import Inbox, Reader
from tests.telegram_server.records import Json
from tests.telegram_server.sending import quoted
from tests.telegram_server.updates import Lane
from tests.telegram_server.world import World

OWN_PHONE = "+32470123456"
SOMEBODYS_PHONE = "+32470654321"
BRUSSELS = (50.8467, 4.3525)


class Where(TypedDict, total=False):
    """Where a message goes: a group instead of the private chat, a topic, a reply to a message id."""

    chat: Group | None
    thread: int
    reply_to: int


@dataclass(frozen=True)
class Sent:
    """What a person did. `update` is None when the bot is not told; `press_id` is there for a press."""

    message: Json
    update: Json | None
    at: float
    press_id: str = ""

    @property
    def message_id(self) -> int:
        return int(self.message["message_id"])


class User(Reader):
    """A person with a private chat. `started=False`: has never written to the bot."""

    def __init__(self, world: World, user_id: int, language: str = "en", started: bool = True, **fields: str) -> None:
        self.id = user_id
        self.face: Json = {"id": user_id, "is_bot": False, "first_name": f"U{user_id}"}
        self.face |= {"language_code": language, **fields}
        shown = {key: value for key, value in self.face.items() if key in {"first_name", "username"}}
        self.chat = Chat(user_id, "private", shown, started=started)
        self.inbox = world.inboxes[user_id] = Inbox()
        self.sent: list[Sent] = []
        self._world = world
        world.users[user_id], world.chats[user_id] = self.face, self.chat

    async def start(self, payload: str = "") -> Sent:
        return await self.send(f"/start {payload}".strip())

    async def send(self, words: str, **where: Unpack[Where]) -> Sent:
        return self.post(contents.text(words), **where)

    async def reply_to(self, message: Json, words: str) -> Sent:
        return self.post(contents.text(words), reply_to=message["message_id"])

    async def forward(self, words: str, author: str = "Somebody", **where: Unpack[Where]) -> Sent:
        return self.post(contents.forwarded(contents.text(words), author, self._world.date()), **where)

    async def photo(self, data: bytes = b"\xff\xd8", caption: str = "", **where: Unpack[Where]) -> Sent:
        return self.attach("photo", data, "photo.jpg", caption, **where)

    async def voice(self, data: bytes = b"OggS", **where: Unpack[Where]) -> Sent:
        return self.attach("voice", data, "voice.oga", **where)

    async def audio(self, data: bytes = b"ID3", **where: Unpack[Where]) -> Sent:
        return self.attach("audio", data, "song.mp3", **where)

    async def video(self, data: bytes = b"mp4", caption: str = "", **where: Unpack[Where]) -> Sent:
        return self.attach("video", data, "video.mp4", caption, **where)

    async def video_note(self, data: bytes = b"mp4", **where: Unpack[Where]) -> Sent:
        return self.attach("video_note", data, "note.mp4", **where)

    async def sticker(self, **where: Unpack[Where]) -> Sent:
        return self.attach("sticker", b"webp", "sticker.webp", **where)

    async def document(
        self, data: bytes = b"%PDF-1.4", name: str = "paper.pdf", caption: str = "", **where: Unpack[Where]
    ) -> Sent:
        return self.attach("document", data, name, caption, **where)

    async def location(
        self, latitude: float = BRUSSELS[0], longitude: float = BRUSSELS[1], **where: Unpack[Where]
    ) -> Sent:
        return self.post(contents.location(latitude, longitude), **where)

    async def venue(self, title: str = "Station", address: str = "Street 1", **where: Unpack[Where]) -> Sent:
        return self.post(contents.venue(title, address, *BRUSSELS), **where)

    async def contact(self, phone: str = OWN_PHONE, own: bool = True, **where: Unpack[Where]) -> Sent:
        """The person's own number, as the share button sends it, or somebody else's card."""
        name = str(self.face["first_name"]) if own else "Somebody"
        return self.post(contents.contact(phone, name, self.id if own else None), **where)

    async def poll(self, question: str, *options: str, **where: Unpack[Where]) -> Sent:
        return self.post(contents.poll(question, options, f"{self.id}{len(self.sent)}"), **where)

    def attach(self, kind: str, data: bytes, name: str, caption: str = "", **where: Unpack[Where]) -> Sent:
        return self.post(contents.attachment(kind, self._world.files.add(data, name, kind), caption), **where)

    def post(self, content: Json, **where: Unpack[Where]) -> Sent:
        """Puts a message of the person into a chat; the bot is told when it may see it."""
        chat = self._chat(where.get("chat"))
        chat.started = True
        message: Json = {"from": self.face, "chat": chat.public(), "date": self._world.date(), **content}
        if "thread" in where:
            message |= {"message_thread_id": where["thread"], "is_topic_message": True}
        if "reply_to" in where:
            message["reply_to_message"] = quoted(chat.messages[where["reply_to"]])
        self._world.store(chat, message)
        sent = Sent(message, self._tell("message", message, chat), time.monotonic())
        self.sent.append(sent)
        return sent

    async def edit(self, message_id: int, words: str, chat: Group | None = None) -> Sent:
        place = self._chat(chat)
        kept = {key: value for key, value in place.messages[message_id].items() if key != "entities"}
        message = kept | contents.text(words) | {"edit_date": self._world.date()}
        place.messages[message_id] = message
        return Sent(message, self._tell("edited_message", message, place), time.monotonic())

    def buttons(self, chat: Group | None = None) -> list[Button]:
        return visible_buttons(self._chat(chat))

    async def click(self, label: str, nth: int = 0, chat: Group | None = None) -> Sent:
        """Presses the button that the person sees under this label."""
        place = self._chat(chat)
        button = find_button(place, label, nth)
        if button.message is not None:
            if "callback_data" not in button.spec:
                raise AssertionError(f"button {button.label!r} opens {button.spec}")
            return await self.press(button.message, button.spec["callback_data"])
        if (place.keyboard or {}).get("one_time_keyboard"):
            place.keyboard = None
        if button.spec.get("request_contact"):
            return await self.contact(chat=chat)
        if button.spec.get("request_location"):
            return await self.location(chat=chat)
        return await self.send(button.label, chat=chat)

    async def press(self, message: Json, data: str) -> Sent:
        """Presses an inline button, visible or not: old messages and forged data included."""
        press_id, update = self._world.press(self.face, message, data)
        return Sent(message, update, time.monotonic(), press_id)

    async def answered(self, press: Sent, timeout: float = 5.0) -> Json | None:
        """How the bot answered the press ({text, show_alert}), or None when it did not in time."""
        known = self._world.presses[press.press_id]
        try:
            await asyncio.wait_for(known.answered.wait(), timeout)
        except asyncio.TimeoutError:
            return None
        return known.answer

    async def block(self) -> Json | None:
        self.chat.blocked = True
        return member_update(self._world, self.chat, self.face, "member", "kicked")

    async def unblock(self) -> Json | None:
        self.chat.blocked = False
        return member_update(self._world, self.chat, self.face, "kicked", "member")

    async def react(self, message_id: int, emoji: str = "👍", chat: Group | None = None) -> Json | None:
        place = self._chat(chat)
        reaction: Json = {"chat": place.public(), "message_id": message_id, "user": self.face}
        reaction |= {"date": self._world.date(), "old_reaction": []}
        reaction["new_reaction"] = [{"type": "emoji", "emoji": emoji}]
        return self._world.feed.push("message_reaction", reaction, Lane("reaction", place.id))

    def history(self) -> list[Json]:
        """Everything in the private chat, of both sides, as it is now."""
        return list(self.chat.messages.values())

    def _chat(self, group: Group | None) -> Chat:
        return group.chat if group else self.chat

    def _tell(self, kind: str, message: Json, chat: Chat) -> Any:
        if not chat.sees(message, self._world.bot):
            return None
        return self._world.feed.push(kind, message, Lane("message", chat.id))
