"""A callback request: a person asked to be phoned by the hotline."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from bot.domain.call_window import CallWindow
from bot.domain.errors import AlreadyTaken, ConsentMissing, WrongState


class State(Enum):
    """Where a request stands."""

    NEW = "new"
    ASSIGNED = "assigned"
    CALLED = "called"
    POSTPONED = "postponed"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


OPEN = frozenset({State.NEW, State.ASSIGNED, State.CALLED, State.POSTPONED})


class Outcome(Enum):
    """What came of a call."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


class Topic(Enum):
    """What the person wishes to talk about."""

    RETURN = "return"
    REINTEGRATION = "reintegration"
    LUXEMBOURG = "luxembourg"
    PROGRAMMES = "programmes"
    PROTECTION = "protection"
    OTHER = "other"


@dataclass(frozen=True)
class Consent:
    """That the person agreed: to which text, and when."""

    text_version: str
    given_at: datetime


@dataclass(frozen=True)
class Attempt:
    """One call: who made it, when, and what came of it."""

    at: datetime
    by: str
    outcome: Outcome


@dataclass(frozen=True)
class Wish:
    """What the person asked for, as collected by the form. `phone` is E.164."""

    name: str
    phone: str
    language: str
    window: CallWindow
    topic: Topic
    may_leave_message: bool

    @property
    def is_urgent(self) -> bool:
        """Whether the topic alone puts the request on top."""
        return self.topic is Topic.PROTECTION


@dataclass
class CallbackRequest:
    """One request and its history. Verbs refuse with `WrongState` when they do not apply.

    `country` is where the person wishes to return to, as ISO 3166 code, when they said so. `version` counts what
    was written; whoever acts on what they saw names the version they saw.
    """

    reference: str
    conversation_id: str
    wish: Wish
    consent: Consent
    created_at: datetime
    updated_at: datetime
    state: State = State.NEW
    urgent: bool = False
    assignee: str | None = None
    attempts: list[Attempt] = field(default_factory=list)
    note: str = ""
    country: str | None = None
    version: int = field(default=1, compare=False)

    def __post_init__(self) -> None:
        if not self.consent.text_version:
            raise ConsentMissing

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act."""
        return self.state in OPEN

    def is_overdue(self, now: datetime) -> bool:
        """Whether the wished window has passed without a closing."""
        return self.is_open and self.wish.window.is_overdue(now)

    def take(self, staff: str, now: datetime) -> None:
        """A colleague takes the request. Raises `AlreadyTaken` when another one holds it."""
        self._require_open("take")
        if self.assignee not in (None, staff):
            raise AlreadyTaken(self.reference, self.assignee or "")
        self._move(State.ASSIGNED, now)
        self.assignee = staff

    def pass_on(self, to: str, now: datetime) -> None:
        """Hand the request to a colleague, whoever held it."""
        self._require_open("pass_on")
        self._move(State.ASSIGNED, now)
        self.assignee = to

    def release(self, now: datetime) -> None:
        """Put the request back into the queue."""
        self._require_open("release")
        self._move(State.NEW, now)
        self.assignee = None

    def record_call(self, attempt: Attempt) -> None:
        """Write down a call."""
        self._require_open("record_call")
        self.attempts.append(attempt)
        self._move(State.CALLED, attempt.at)
        self.assignee = self.assignee or attempt.by

    def postpone(self, window: CallWindow, now: datetime) -> None:
        """Agree on another window."""
        self._require_open("postpone")
        self._change(window=window)
        self._move(State.POSTPONED, now)

    def close(self, now: datetime) -> None:
        """Nothing is left to do."""
        self._require_open("close")
        self._move(State.CLOSED, now)

    def reopen(self, now: datetime) -> None:
        """Take a closing back."""
        if self.state is not State.CLOSED:
            raise WrongState(self.reference, self.state.value, "reopen")
        self._move(State.ASSIGNED if self.assignee else State.NEW, now)

    def cancel(self, now: datetime) -> None:
        """The person no longer wishes to be called."""
        self._require_open("cancel")
        self._move(State.CANCELLED, now)

    def expire(self, now: datetime) -> None:
        """Nobody could act in time and the retention limit is reached."""
        self._require_open("expire")
        self._move(State.EXPIRED, now)

    def amend(self, wish: Wish, now: datetime) -> None:
        """The person corrected what they asked for."""
        self._require_open("amend")
        self.wish = wish
        self.urgent = self.urgent or wish.is_urgent
        self.updated_at = now

    def annotate(self, note: str, now: datetime) -> None:
        """Replace the internal note."""
        self.note = note
        self.updated_at = now

    def _change(self, window: CallWindow) -> None:
        self.wish = replace(self.wish, window=window)

    def _require_open(self, verb: str) -> None:
        if not self.is_open:
            raise WrongState(self.reference, self.state.value, verb)

    def _move(self, state: State, now: datetime) -> None:
        self.state = state
        self.updated_at = now
