"""What happened at the server: every request, and everything a real Telegram would have refused."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Clock = Callable[[], float]


class ApiError(Exception):
    """An answer that is not `ok`: HTTP status, Telegram's words and, for floods, the seconds to wait."""

    def __init__(self, code: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after:
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer


def bad_request(words: str) -> ApiError:
    return ApiError(400, f"Bad Request: {words}")


@dataclass
class Upload:
    """A file that came with a multipart request."""

    name: str
    data: bytes


@dataclass
class Call:
    """One request of the bot. `status` -1: the connection was cut before anything was done."""

    method: str
    params: Json
    started: float
    finished: float = 0.0
    status: int = 0
    error: str = ""
    fault: str = ""
    remarks: list[str] = field(default_factory=list)
    result: Any = None


@dataclass(frozen=True)
class Problem:
    """Something the bot did wrong: refused with 400, unknown to the table, or against the limits."""

    method: str
    text: str

    def __str__(self) -> str:
        return f"{self.method}: {self.text}"


class Journal:
    """All calls in order of arrival, and all problems."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.problems: list[Problem] = []

    def problem(self, method: str, text: str) -> None:
        self.problems.append(Problem(method, text))

    def of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def summary(self) -> Json:
        by_outcome = Counter(f"{call.method} {call.status}" for call in self.calls)
        return {
            "calls": dict(sorted(by_outcome.items())),
            "problems": Counter(str(problem) for problem in self.problems).most_common(30),
        }
