"""What the in-memory database holds."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.domain.callback import CallbackRequest
from bot.domain.conversation import Conversation
from bot.domain.outgoing import Outgoing
from bot.domain.staff import Staff
from bot.services.overview_ports import What
from bot.services.ports import AuditEntry, SignInLink, StaffSession
from bot.services.tracker_ports import TrackerMark
from tests.builders import NOW


@dataclass
class Contents:
    """What a database holds."""

    conversations: dict[str, Conversation] = field(default_factory=dict)
    requests: dict[str, CallbackRequest] = field(default_factory=dict)
    request_keys: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    sessions: dict[str, StaffSession] = field(default_factory=dict)
    links: dict[str, SignInLink] = field(default_factory=dict)
    inbox: dict[int, "Letter"] = field(default_factory=dict)
    outbox: list["Parcel"] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    turns: list["Turn"] = field(default_factory=list)
    audit: list[AuditEntry] = field(default_factory=list)
    counts: Counter[tuple[date, What, str]] = field(default_factory=Counter)


@dataclass
class Letter:
    """A claimed update."""

    payload: dict[str, Any] | None
    attempts: int = 0
    conversation_id: str | None = None
    address: str = ""
    received_at: datetime = NOW


@dataclass
class Parcel:
    """A call in the outbox; `call` is None once it is settled."""

    outgoing: Outgoing
    call: dict[str, Any] | None
    message_id: int | None = None
    error: str = ""


@dataclass
class Turn:
    """The events of one turn."""

    conversation_id: str
    events: list[dict[str, Any]]
    starts_session: bool
    mark: TrackerMark | None = None


class Committed:
    """The contents everybody sees, and the lock under which units of work follow each other."""

    def __init__(self) -> None:
        self.contents = Contents()
        # Threads wait for each other; one thread may nest units, as two colleagues' browsers do.
        self.lock = threading.RLock()
