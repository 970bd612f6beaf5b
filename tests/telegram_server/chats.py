"""Chats as the server knows them: who is in, what was said, whether the bot may speak."""

from dataclasses import dataclass, field

from tests.telegram_server.records import ApiError, Json, bad_request


@dataclass
class Topic:
    """A thread of a forum."""

    name: str
    closed: bool = False


@dataclass
class Chat:
    """One chat. `kind` is Telegram's `type`; `face` holds what a Chat object shows besides id and type."""

    id: int
    kind: str
    face: Json
    started: bool = True
    blocked: bool = False
    deactivated: bool = False
    read_only: bool = False
    bot_status: str = "member"
    privacy: bool = True
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    keyboard: Json | None = None

    @property
    def private(self) -> bool:
        return self.kind == "private"

    @property
    def forum(self) -> bool:
        return bool(self.face.get("is_forum"))

    @property
    def bot_is_admin(self) -> bool:
        return self.bot_status == "administrator"

    @property
    def bot_is_in(self) -> bool:
        return self.bot_status not in {"left", "kicked"}

    def public(self) -> Json:
        return {"id": self.id, "type": self.kind, **self.face}

    def require_access(self, sending: bool) -> None:
        """Raises ApiError when the bot may not use the chat."""
        if self.deactivated:
            raise ApiError(403, "Forbidden: user is deactivated")
        if self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if not self.started:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        if self.bot_status == "kicked":
            raise ApiError(403, f"Forbidden: bot was kicked from the {self.kind} chat")
        if self.bot_status == "left":
            raise ApiError(403, f"Forbidden: bot is not a member of the {self.kind} chat")
        if sending and self.read_only:
            raise bad_request("not enough rights to send text messages to the chat")

    def message(self, message_id: int, purpose: str) -> Json:
        """The message, or the 400 that says it is not there to `purpose` (edit, delete, forward)."""
        if message_id not in self.messages:
            raise bad_request(f"message to {purpose} not found")
        return self.messages[message_id]

    def topic(self, topic_id: int) -> Topic:
        if topic_id not in self.topics:
            raise bad_request("TOPIC_ID_INVALID")
        return self.topics[topic_id]

    def sees(self, message: Json, bot: Json) -> bool:
        """Whether the bot is told of a person's message: in groups privacy mode hides most of them."""
        if not self.bot_is_in:
            return False
        if self.private or self.kind == "channel" or self.bot_is_admin or not self.privacy:
            return True
        text = message.get("text") or message.get("caption") or ""
        replied_to = message.get("reply_to_message", {}).get("from", {}).get("id")
        return text.startswith("/") or f"@{bot['username']}" in text or replied_to == bot["id"]
