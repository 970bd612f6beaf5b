"""Groups, forums and channels."""

import re

from tests.telegram_server.chats import Chat, Topic
from tests.telegram_server.contents import text
from tests.telegram_server.inbox import Inbox, Reader
from tests.telegram_server.records import Json
from tests.telegram_server.rooms import membership
from tests.telegram_server.updates import Lane
from tests.telegram_server.world import World


class Group(Reader):
    """A chat of several. `kind`: supergroup, group or channel; `privacy`: the bot sees only what is for it."""

    def __init__(
        self,
        world: World,
        chat_id: int,
        title: str = "Staff",
        kind: str = "supergroup",
        forum: bool = False,
        bot_status: str = "member",
        privacy: bool = True,
        members: dict[int, str] | None = None,
    ) -> None:
        self.id = chat_id
        face: Json = {"title": title} | ({"is_forum": True} if forum else {})
        self.chat = Chat(chat_id, kind, face, bot_status=bot_status, privacy=privacy, members=members or {})
        self.inbox = world.inboxes[chat_id] = Inbox()
        self._world = world
        world.chats[chat_id] = self.chat

    @property
    def topics(self) -> dict[int, Topic]:
        return self.chat.topics

    def topic_named(self, pattern: str) -> int | None:
        """The id of the first topic whose name fits."""
        fits = (number for number, topic in self.topics.items() if re.search(pattern, topic.name))
        return next(fits, None)

    async def add_bot(self, by: Json, status: str = "member") -> Json | None:
        """A person (`user.face`) puts the bot into the group, or makes it `administrator`."""
        return self._change(by, status)

    async def remove_bot(self, by: Json) -> Json | None:
        return self._change(by, "kicked")

    async def post(self, words: str) -> Json | None:
        """A channel's post: it has no sender but the channel."""
        face = self.chat.public()
        message = {"sender_chat": face, "chat": face, "date": self._world.date(), **text(words)}
        self._world.store(self.chat, message)
        return self._world.feed.push("channel_post", message, Lane("message", self.id))

    def _change(self, by: Json, status: str) -> Json | None:
        old, self.chat.bot_status = self.chat.bot_status, status
        return member_update(self._world, self.chat, by, old, status)


def member_update(world: World, chat: Chat, by: Json, old: str, new: str) -> Json | None:
    """Tells the bot what became of its own place in a chat."""
    change = {
        "chat": chat.public(),
        "from": by,
        "date": world.date(),
        "old_chat_member": membership(world.bot, old),
        "new_chat_member": membership(world.bot, new),
    }
    return world.feed.push("my_chat_member", change, Lane("membership", chat.id))
