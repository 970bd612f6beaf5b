"""What a person did, in our words rather than a platform's."""

from dataclasses import dataclass, field
from enum import Enum


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

    `address` is the chat. `text` holds words, a command's rest, or a button's id. `name` is the command or the
    attachment's kind. `message_id` is the platform's id of the message concerned, `press_id` of a button press.
    `resumes` is the handover after which we ourselves give the bot the word.
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
