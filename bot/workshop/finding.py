"""What a check has to say: where, how grave, what is wrong, and what to do about it."""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum


class Severity(Enum):
    """Only errors make a check fail: warnings can wait, information is for orientation."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Finding:
    """One fault. `line` counts from 1, 0 when the file as a whole is meant; `rule` names the kind of fault."""

    file: str
    line: int
    severity: Severity
    rule: str
    message: str
    advice: str = ""

    @property
    def place(self) -> str:
        """Such as `data/nlu/office.yml:12`, which terminals and editors turn into a link."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        advice = f"\n    {self.advice}" if self.advice else ""
        return f"{self.place}: {self.severity.value}: {self.message} [{self.rule}]{advice}"


def error(file: str, line: int, rule: str, message: str, advice: str = "") -> Finding:
    """A fault that has to be mended."""
    return Finding(file, line, Severity.ERROR, rule, message, advice)


def warning(file: str, line: int, rule: str, message: str, advice: str = "") -> Finding:
    """Something to look at when there is time."""
    return Finding(file, line, Severity.WARNING, rule, message, advice)


def info(file: str, line: int, rule: str, message: str, advice: str = "") -> Finding:
    """Something to know."""
    return Finding(file, line, Severity.INFO, rule, message, advice)


def in_order(findings: list[Finding]) -> list[Finding]:
    """Each once, by file and line."""
    return sorted(set(findings), key=lambda each: (each.file, each.line, each.severity.value, each.rule, each.message))


def meant(name: str, known: object) -> str:
    """Advice for a name nobody knows: the likeliest that exists, or how to make it."""
    names = [str(each) for each in known] if isinstance(known, set | frozenset | list | tuple | dict) else []
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    return f"Did you mean {close[0]!r}?" if close else ""
