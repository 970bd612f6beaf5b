"""What a person did, in our words rather than a platform's."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Kind(Enum):
    """The kinds of things people do."""

    TEXT = "text"
    COMMAND = "command"
    BUTTON = "button"
    CONTACT = "contact"
    ATTACHMENT = "attachment"
    EDIT = "edit"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    GROUP = "group"
    OTHER = "other"


@dataclass(frozen=True)
class Incoming:
    """One thing a person did.

    `address` is the chat. `text` holds words, a command's rest, a caption, or a button's id. `name` is the command or
    the attachment's kind. `message_id` is the platform's id of the message concerned, `press_id` of a button press.
    `resumes` is the handover after which we ourselves give the bot the word.
    `sent_at` is when it was written, in seconds since 1970. `reply_to` is the message it replies to, `thread_id` the
    topic of a forum, `album` the album an attachment belongs to, `moved_to` the new address of a group that moved.
    In a group, `inner` is what the message would be in private, and `sender` who wrote it, empty for the group itself.
    """

    update_id: int
    kind: Kind
    address: str = ""
    text: str = ""
    name: str = ""
    language_code: str | None = None
    message_id: int | None = None
    press_id: str | None = None
    phone: str = ""
    own_contact: bool = False
    chat_kind: str = field(default="private")
    resumes: int = 0
    sent_at: int = 0
    thread_id: int | None = None
    reply_to: int | None = None
    forwarded: bool = False
    album: str = ""
    inner: Kind = Kind.OTHER
    sender: str = ""
    moved_to: str = ""

    @property
    def context(self) -> dict[str, Any]:
        """What staff should see beside the words: the message's id, what it replies to, whether it was forwarded."""
        known = {"message_id": self.message_id, "reply_to_message_id": self.reply_to, "forwarded": self.forwarded}
        return {name: value for name, value in known.items() if value}
