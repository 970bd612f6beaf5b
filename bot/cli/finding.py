"""What a check of the doctor found."""

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How grave it is: FAIL means that people are not served."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, what was found, and what to do when it is not well."""

    check: str
    state: State
    found: str
    advice: str = ""


def ok(check: str, found: str) -> Finding:
    """All is well."""
    return Finding(check, State.OK, found)


def warn(check: str, found: str, advice: str) -> Finding:
    """It works, but not for ever or not in full."""
    return Finding(check, State.WARN, found, advice)


def fail(check: str, found: str, advice: str) -> Finding:
    """It does not work."""
    return Finding(check, State.FAIL, found, advice)
