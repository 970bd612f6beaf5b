"""A handover: a person waits for, then talks with, one of us; then the bot is back.

waiting → held → ended, or waiting → ended. While it is held the bot is silent.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.domain.errors import AlreadyTaken, WrongState


class Stage(Enum):
    """Where a handover stands."""

    WAITING = "waiting"
    HELD = "held"
    ENDED = "ended"


class Reason(Enum):
    """Why somebody of us is needed."""

    ASKED = "asked"
    PROTECTION = "protection"
    NOT_UNDERSTOOD = "not_understood"
    FRUSTRATION = "frustration"
    TAKEN_BY_STAFF = "taken_by_staff"


class Outcome(Enum):
    """What came of it. The first five are staff's choice, the others happen by themselves."""

    ANSWERED = "answered"
    REFERRED = "referred"
    CALLBACK = "callback"
    NO_REPLY = "no_reply"
    OTHER = "other"
    MUTED = "muted"
    LEFT = "left"
    NOBODY_CAME = "nobody_came"
    STAFF_SILENT = "staff_silent"
    IDLE = "idle"


CHOSEN = (Outcome.ANSWERED, Outcome.REFERRED, Outcome.CALLBACK, Outcome.NO_REPLY, Outcome.OTHER)
"""What staff choose from when they close."""

ALARMS = frozenset(
    {
        "suicide_self_harm",
        "danger_emergency",
        "violence_women_lgbtqi",
        "trafficking_exploitation",
        "minor_alone_return",
        "detention_closed_centre",
    }
)
"""Intents after which staff are called at once."""


class Due(Enum):
    """What has to be done because nobody did anything."""

    APOLOGISE = "apologise"
    REMIND = "remind"
    RETURN = "return"
    CLOSE = "close"


@dataclass(frozen=True)
class Patience:
    """How long we let people wait: `wait` for somebody to come, `silence` for an answer, `idle` with no word at all."""

    wait: timedelta = timedelta(minutes=10)
    silence: timedelta = timedelta(minutes=10)
    idle: timedelta = timedelta(hours=2)


@dataclass(frozen=True)
class Mute:
    """A person's wishes for one of us are refused until a moment. No ban: the bot answers, and danger gets through."""

    conversation_id: str
    by: str
    at: datetime
    until: datetime
    reason: str

    def holds(self, now: datetime) -> bool:
        """Whether it still counts."""
        return now < self.until


@dataclass
class Handover:
    """One handover. Verbs refuse with `WrongState` or `AlreadyTaken`; `id` is given by the store.

    `waits_since` is when the person began to wait for a word of ours; `quiet_since` when anybody last wrote.
    """

    conversation_id: str
    reason: Reason
    language: str
    created_at: datetime
    quiet_since: datetime
    id: int = 0
    urgent: bool = False
    topic: str = ""
    stage: Stage = Stage.WAITING
    holder: str | None = None
    taken_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    waits_since: datetime | None = None
    reminded_at: datetime | None = None
    apologised_at: datetime | None = None
    person_messages: int = 0
    resume_due: bool = False

    @property
    def is_open(self) -> bool:
        """Whether somebody waits or talks."""
        return self.stage is not Stage.ENDED

    @property
    def is_held(self) -> bool:
        """Whether the bot has to be silent."""
        return self.stage is Stage.HELD

    def take(self, staff: str, now: datetime) -> None:
        """A colleague takes the chat. Raises `AlreadyTaken` when another one holds it."""
        self._require("take", Stage.WAITING, Stage.HELD)
        if self.holder not in (None, staff):
            raise AlreadyTaken(self.conversation_id, self.holder or "")
        self._hold(staff, now)

    def take_over(self, staff: str, now: datetime) -> None:
        """A colleague takes the chat from the one who holds it: a shift ended, an account is gone."""
        self._require("take_over", Stage.HELD)
        self._hold(staff, now)

    def pass_on(self, by: str, to: str, now: datetime) -> None:
        """The holder hands the chat to a colleague. Raises `AlreadyTaken` when somebody else holds it."""
        self.require_holder(by)
        self._hold(to, now)
        # The colleague is to answer now, whoever wrote last.
        self.waits_since = self.waits_since or now

    def raise_alarm(self, topic: str) -> None:
        """The person may be in danger: to the top."""
        self.urgent, self.reason, self.topic = True, Reason.PROTECTION, topic

    def person_wrote(self, now: datetime) -> None:
        """The person wrote while one of us holds the chat."""
        self.waits_since = self.waits_since or now
        self.quiet_since = now
        self.person_messages += 1

    def staff_wrote(self, staff: str, now: datetime) -> None:
        """The holder wrote. Raises `AlreadyTaken` when somebody else holds the chat."""
        self.require_holder(staff)
        self.waits_since = self.reminded_at = None
        self.quiet_since = now

    def end(self, outcome: Outcome, now: datetime, resumes: bool = False) -> None:
        """It is over; `resumes`: the bot has to take the word again by itself."""
        self._require("end", Stage.WAITING, Stage.HELD)
        self.resume_due = resumes and self.is_held
        self.stage, self.outcome, self.ended_at = Stage.ENDED, outcome, now

    def remind(self, now: datetime) -> None:
        """The holder was reminded that the person waits."""
        self.reminded_at = now

    def apologise(self, now: datetime) -> None:
        """The person was told that nobody is free; who may be in danger stays in the queue."""
        self.apologised_at = now
        if not self.urgent:
            self.end(Outcome.NOBODY_CAME, now)

    def due(self, now: datetime, patience: Patience) -> Due | None:
        """What nobody's doing anything asks for now; None when nothing."""
        if self.stage is Stage.WAITING:
            overdue = self.apologised_at is None and now - self.created_at >= patience.wait
            return Due.APOLOGISE if overdue else None
        if self.stage is not Stage.HELD:
            return None
        if self.waits_since is None:
            return Due.CLOSE if now - self.quiet_since >= patience.idle else None
        if self.reminded_at is not None:
            return Due.RETURN if now - self.reminded_at >= patience.silence else None
        return Due.REMIND if now - self.waits_since >= patience.silence else None

    def require_holder(self, staff: str) -> None:
        """Raises `WrongState` when the chat is not held, `AlreadyTaken` when somebody else holds it."""
        self._require("write", Stage.HELD)
        if self.holder != staff:
            raise AlreadyTaken(self.conversation_id, self.holder or "")

    def _hold(self, staff: str, now: datetime) -> None:
        if self.stage is Stage.WAITING:
            self.taken_at, self.waits_since, self.quiet_since = now, now, now
        if self.holder != staff:
            self.reminded_at = None
            self.waits_since = now if self.waits_since else None
        self.stage, self.holder = Stage.HELD, staff

    def _require(self, verb: str, *stages: Stage) -> None:
        if self.stage not in stages:
            raise WrongState(self.conversation_id, self.stage.value, verb)
