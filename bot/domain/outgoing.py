"""A call to the messaging platform that waits to be made."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class OutgoingState(Enum):
    """Where a call stands. `SENDING` at a start means: we stopped in the middle and do not know."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNWANTED = "unwanted"


@dataclass(frozen=True)
class Outgoing:
    """One call: Bot API `method` and `params`, without the chat, which is added when it is sent.

    `after` is the highest message number known when the latest attempt began.
    `request` is the id under which the logs follow the update that it answers.
    """

    id: int
    conversation_id: str
    method: str
    params: dict[str, Any] = field(default_factory=dict)
    state: OutgoingState = OutgoingState.WAITING
    attempts: int = 0
    request: str = ""
    after: int = 0
