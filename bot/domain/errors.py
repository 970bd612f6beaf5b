"""Everything Montoyer itself can refuse, as one tree that carries facts and no prose.

MontoyerError
├── InvalidSetting          a setting's value cannot be used
├── InvalidFile             a file of the trainers is broken: file, line, reason
├── NotFound                no such thing
│   ├── CallbackNotFound
│   ├── ConversationNotFound
│   ├── StaffNotFound
│   ├── ChatNotFound
│   └── AnswerNotFound
├── Refused                 a rule of the domain forbids it now
│   ├── WrongState          the callback request or handover is not in a state that allows this
│   ├── AlreadyTaken        a colleague holds it
│   ├── ChangedMeanwhile    it is no longer as the page showed it
│   ├── AlreadyOpen         the person has an open callback request
│   ├── AlreadyHandled      another worker finished this update
│   ├── HeldByStaff         one of us talks with the person: the bot has to be silent
│   ├── Unreachable         the person blocked the bot or asked it to stop
│   └── ConsentMissing
├── InvalidInput            what a person typed cannot be used
│   ├── UnreadablePhone
│   ├── UnreadableWindow
│   ├── PastWindow
│   └── UnreadableName
└── SignInFailed            wrong, locked or expired; never says which to the caller

Edges (channel, console, command line) translate these; nothing below them does.
"""

from dataclasses import dataclass


class MontoyerError(Exception):
    """Root of the tree."""


@dataclass
class InvalidSetting(MontoyerError):
    """The environment holds a value that cannot be used."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


@dataclass
class InvalidFile(MontoyerError):
    """A YAML file of the trainers cannot be used; `line` counts from 1, 0 when unknown."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.reason}"


class NotFound(MontoyerError):
    """There is no such thing."""


@dataclass
class CallbackNotFound(NotFound):
    """No callback request bears this reference."""

    reference: str


@dataclass
class ConversationNotFound(NotFound):
    """Nobody is known by this pseudonym."""

    conversation_id: str


@dataclass
class StaffNotFound(NotFound):
    """No staff account bears this name."""

    name: str


@dataclass
class ChatNotFound(NotFound):
    """No conversation bears this id."""

    conversation_id: str


@dataclass
class AnswerNotFound(NotFound):
    """Neither the language nor the reference has this answer."""

    key: str


class Refused(MontoyerError):
    """A rule of the domain forbids it now."""


@dataclass
class WrongState(Refused):
    """The state of the callback request or handover does not allow this verb."""

    reference: str
    state: str
    verb: str


@dataclass
class AlreadyTaken(Refused):
    """A colleague holds it; `holder` is the colleague's name."""

    reference: str
    holder: str


@dataclass
class ChangedMeanwhile(Refused):
    """It is no longer as it was seen: a colleague, another tab, or a second click."""

    reference: str


@dataclass
class AlreadyOpen(Refused):
    """The person already has an open callback request."""

    reference: str


@dataclass
class HeldByStaff(Refused):
    """One of us talks with the person: the bot has to be silent."""

    conversation_id: str


@dataclass
class Unreachable(Refused):
    """The person blocked the bot or asked it to stop."""

    conversation_id: str


@dataclass
class AlreadyHandled(Refused):
    """Another worker finished this update: nothing of this turn may be kept."""

    update_id: int


class ConsentMissing(Refused):
    """Nothing about a person is stored before they agreed."""


class InvalidInput(MontoyerError):
    """What a person typed cannot be used."""


class UnreadablePhone(InvalidInput):
    """No phone number can be read from the text."""


class UnreadableWindow(InvalidInput):
    """No time can be read from the text."""


class PastWindow(InvalidInput):
    """The time lies in the past."""


class UnreadableName(InvalidInput):
    """The text cannot serve as a name or alias."""


class SignInFailed(MontoyerError):
    """Wrong, locked or expired; the caller learns no more than that."""
