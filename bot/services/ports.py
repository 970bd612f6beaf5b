"""What the services need from outside, as protocols.

`bot.storage` keeps them with SQLAlchemy, tests keep them in memory.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol

from bot.domain.callback import CallbackRequest, State, Topic
from bot.domain.conversation import Channel, Conversation
from bot.domain.outgoing import Outgoing, OutgoingState
from bot.domain.staff import Staff
from bot.services.connector_ports import FailedSend, MessageEdits, Presses
from bot.services.handover_ports import Chats, Handovers
from bot.services.overview_ports import DailyCounts, DeskFigures
from bot.services.retention_ports import RetentionStore
from bot.services.staff_group_ports import Links, Topics
from bot.services.studio_ports import ChangeSets, HeardTurns, ModelOrders, UnclearMessages
from bot.services.subject_access_ports import PersonalData
from bot.services.tracker_ports import TrackerEnd, TrackerMark

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class CallbackFilter:
    """Which callback requests to list; None means any.

    `assignee` empty means nobody. `text` is looked for in reference, name, note and phone number; its words must all
    be there. `due_from` and `due_until` bound the end of the window.
    """

    states: frozenset[State] | None = None
    language: str | None = None
    topic: Topic | None = None
    assignee: str | None = None
    text: str | None = None
    country: str | None = None
    due_from: datetime | None = None
    due_until: datetime | None = None


@dataclass(frozen=True)
class AuditEntry:
    """Who did what to which thing; `subject` is a reference or a pseudonym, never personal data."""

    at: datetime
    actor: str
    action: str
    subject: str
    id: int = field(default=0, compare=False)


@dataclass(frozen=True)
class AuditFilter:
    """Which entries to list: exact actor and subject, the beginning of the action; empty means any."""

    actor: str = ""
    action: str = ""
    subject: str = ""


@dataclass(frozen=True)
class StaffSession:
    """A signed-in browser. `token_hash` is the SHA-256 of the cookie."""

    token_hash: str
    staff: str
    csrf: str
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class SignInLink:
    """A one-time link for setting a password."""

    token_hash: str
    staff: str
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True)
class Claim:
    """An update that was claimed and not yet handled."""

    update_id: int
    payload: dict[str, Any]
    attempts: int


class Conversations(Protocol):
    """Who writes to us."""

    def pseudonym(self, channel: Channel, address: str) -> str:
        """The conversation id of an address."""
        ...

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation, or None."""
        ...

    def save(self, conversation: Conversation) -> None:
        """Add or replace."""
        ...


class Callbacks(Protocol):
    """Callback requests."""

    def add(self, request: CallbackRequest, request_key: str) -> bool:
        """Keep a new request; False when one with this key exists (the effect has already happened)."""
        ...

    def save(self, request: CallbackRequest) -> None:
        """Write changes back. Raises `AlreadyTaken` when a colleague changed it since it was read."""
        ...

    def get(self, reference: str) -> CallbackRequest:
        """The request. Raises `CallbackNotFound`."""
        ...

    def made_by(self, request_key: str) -> CallbackRequest | None:
        """The request that was kept with this key."""
        ...

    def open_for(self, conversation_id: str) -> CallbackRequest | None:
        """The person's open request."""
        ...

    def latest_for(self, conversation_id: str) -> CallbackRequest | None:
        """The person's newest request in whatever state."""
        ...

    def page(self, wanted: CallbackFilter, offset: int, limit: int) -> list[CallbackRequest]:
        """Requests in the order in which to act: open before ended, urgent first, then by end of the window."""
        ...

    def count(self, wanted: CallbackFilter) -> int:
        """How many `page` would give in all."""
        ...

    def after(self, reference: str, wanted: CallbackFilter, limit: int) -> list[CallbackRequest]:
        """Requests in the order of their references, behind this one: for reading all, however they change."""
        ...

    def countries(self) -> list[str]:
        """Codes of the countries that requests name."""
        ...

    def index(self, limit: int) -> int:
        """Make requests that were kept before the search existed findable; how many there were, at most `limit`."""
        ...


class StaffAccounts(Protocol):
    """Accounts, browser sessions and one-time links."""

    def add(self, staff: Staff) -> None:
        """A new account."""
        ...

    def save(self, staff: Staff) -> None:
        """Write changes back."""
        ...

    def get(self, name: str) -> Staff:
        """The account. Raises `StaffNotFound`."""
        ...

    def all(self) -> list[Staff]:
        """Every account by name."""
        ...

    def add_session(self, session: StaffSession) -> None:
        """A browser signed in."""
        ...

    def session(self, token_hash: str) -> StaffSession | None:
        """The session of a cookie."""
        ...

    def touch_session(self, token_hash: str, now: datetime) -> None:
        """The browser was seen."""
        ...

    def end_session(self, token_hash: str) -> None:
        """Sign one browser out."""
        ...

    def end_sessions_of(self, name: str) -> None:
        """Sign all browsers of an account out."""
        ...

    def add_link(self, link: SignInLink) -> None:
        """A new one-time link; older ones of the account stop working."""
        ...

    def use_link(self, token_hash: str, now: datetime) -> SignInLink | None:
        """Use a link up: the link once, afterwards None; None also when it expired."""
        ...

    def peek_link(self, token_hash: str, now: datetime) -> SignInLink | None:
        """The link if it would still work."""
        ...


class Inbox(Protocol):
    """Updates: claimed once each, before they are acknowledged."""

    def claim(
        self, updates: Iterable[dict[str, Any]], now: datetime, addresses: Mapping[int, str] | None = None
    ) -> list[int]:
        """Keep updates; gives the ids that are new. A known id is left alone. `addresses` holds the chat by id."""
        ...

    def unhandled(self, before: datetime | None = None) -> list[Claim]:
        """Claims without an end, oldest first; those received before a moment."""
        ...

    def next_of(self, address: str) -> Claim | None:
        """The oldest claim of a chat without an end."""
        ...

    def is_open(self, update_id: int) -> bool:
        """Whether an update is claimed and not handled."""
        ...

    def attempt(self, update_id: int) -> None:
        """Handling starts (again)."""
        ...

    def finish(self, update_id: int, conversation_id: str | None, now: datetime) -> None:
        """Handled: the payload is erased, the claim stays. Raises `AlreadyHandled` when somebody else did."""
        ...


class Outbox(Protocol):
    """Messages to send: written with the turn that made them, sent afterwards."""

    def add(
        self, conversation_id: str, calls: Sequence[dict[str, Any]], now: datetime, asks: bool = False
    ) -> list[Outgoing]:
        """Queue calls in their order. `asks`: they belong to a turn, whose buttons replace the earlier ones."""
        ...

    def unsettled(self) -> list[Outgoing]:
        """What is waiting or was being sent when we stopped, oldest first."""
        ...

    def unsettled_conversations(self) -> list[str]:
        """Conversations with something in `unsettled`."""
        ...

    def unsettled_of(self, conversation_id: str) -> list[Outgoing]:
        """What of `unsettled` belongs to a conversation, oldest first."""
        ...

    def unsettled_ids(self) -> list[int]:
        """The ids of `unsettled`, without their content."""
        ...

    def read(self, ids: Sequence[int]) -> list[Outgoing]:
        """Calls by id that are not settled, oldest first."""
        ...

    def sending(self, outgoing_id: int, after: int = 0) -> None:
        """A request to Telegram begins, when `after` was the highest message number known."""
        ...

    def settle(
        self,
        outgoing_id: int,
        state: OutgoingState,
        now: datetime,
        message_id: int | None = None,
        error: str = "",
    ) -> None:
        """Sent, failed or unwanted; the call's content is erased."""
        ...

    def after(self, conversation_id: str, outgoing_id: int) -> list[Outgoing]:
        """Calls of one conversation behind an id, with their content, oldest first."""
        ...

    def asked_again(self, conversation_id: str, message_id: int) -> bool:
        """Whether a later turn put other buttons before the person than those of this message."""
        ...

    def failed(self, conversation_id: str) -> list[FailedSend]:
        """What one person did not get, oldest first."""
        ...

    def count_failed(self, since: datetime) -> int:
        """How many messages could not be sent since then, to anybody."""
        ...


class ButtonPayloads(Protocol):
    """What the short ids on buttons stand for."""

    def keep(self, payload: str) -> str:
        """An id of at most 16 characters for a payload; the same one every time."""
        ...

    def find(self, payload_id: str) -> str | None:
        """The payload of an id."""
        ...


class TrackerTurns(Protocol):
    """Events of the dialogues, a row per turn."""

    def append(
        self,
        conversation_id: str,
        events: list[dict[str, Any]],
        starts_session: bool,
        now: datetime,
        mark: TrackerMark | None = None,
    ) -> None:
        """Add the events of one turn; with a mark, later readings of the end begin there."""
        ...

    def end(self, conversation_id: str) -> TrackerEnd:
        """The end of the latest session: from the newest mark, or all of it where there is none."""
        ...

    def latest_session(self, conversation_id: str) -> list[dict[str, Any]]:
        """Events since the last session start."""
        ...

    def all(self, conversation_id: str) -> list[dict[str, Any]]:
        """All events."""
        ...

    def turns_of_latest_session(self, conversation_id: str) -> list[tuple[int, list[dict[str, Any]]]]:
        """Events since the last session start by turn, each with the id for `replace`."""
        ...

    def replace(self, turn_id: int, events: list[dict[str, Any]]) -> None:
        """Put other events in place of a turn's."""
        ...

    def conversation_ids(self) -> list[str]:
        """Every conversation that has events."""
        ...


class AuditLog(Protocol):
    """What staff saw and did."""

    def add(self, entry: AuditEntry) -> None:
        """Append; nothing is ever changed, and removed by age only."""
        ...

    def latest(self, limit: int) -> list[AuditEntry]:
        """Newest first."""
        ...

    def find(self, wanted: AuditFilter, before: int | None, limit: int) -> list[AuditEntry]:
        """Newest first, those older than the entry `before`."""
        ...


class Work(Protocol):
    """One unit of work: leaving it without `commit` rolls back."""

    @property
    def conversations(self) -> Conversations: ...  # noqa: D102

    @property
    def callbacks(self) -> Callbacks: ...  # noqa: D102

    @property
    def staff(self) -> StaffAccounts: ...  # noqa: D102

    @property
    def inbox(self) -> Inbox: ...  # noqa: D102

    @property
    def outbox(self) -> Outbox: ...  # noqa: D102

    @property
    def buttons(self) -> ButtonPayloads: ...  # noqa: D102

    @property
    def edits(self) -> MessageEdits: ...  # noqa: D102

    @property
    def presses(self) -> Presses: ...  # noqa: D102

    @property
    def trackers(self) -> TrackerTurns: ...  # noqa: D102

    @property
    def audit(self) -> AuditLog: ...  # noqa: D102

    @property
    def retention(self) -> RetentionStore: ...  # noqa: D102

    @property
    def handovers(self) -> Handovers: ...  # noqa: D102

    @property
    def chats(self) -> Chats: ...  # noqa: D102

    @property
    def topics(self) -> Topics: ...  # noqa: D102

    @property
    def links(self) -> Links: ...  # noqa: D102

    @property
    def personal(self) -> PersonalData: ...  # noqa: D102

    @property
    def unclear(self) -> UnclearMessages: ...  # noqa: D102

    @property
    def heard(self) -> HeardTurns: ...  # noqa: D102

    @property
    def changes(self) -> ChangeSets: ...  # noqa: D102

    @property
    def models(self) -> ModelOrders: ...  # noqa: D102

    @property
    def counts(self) -> DailyCounts: ...  # noqa: D102

    @property
    def figures(self) -> DeskFigures: ...  # noqa: D102

    def erase(self, conversation_id: str) -> None:
        """Remove every row about a conversation."""
        ...

    def commit(self) -> None:
        """Make everything since the start permanent."""
        ...

    def __enter__(self) -> "Work": ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


NewWork = Callable[[], Work]
