"""The request id: one random word for one update, in every log line from its intake to the sending of its answer.

It travels in a context variable, to the action server in a header, and with messages that wait in the outbox.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "X-Request-Id"

_current: ContextVar[str] = ContextVar("request", default="")


def current_request() -> str:
    """The id of the request this task works on, or an empty text."""
    return _current.get()


def new_request() -> str:
    """A fresh id. Random, so that it tells nothing about the person or the update."""
    return secrets.token_hex(6)


@contextmanager
def for_request(request_id: str) -> Iterator[None]:
    """Work on a request. What another process sent is taken only in the form we make: it goes into logs."""
    token = _current.set(request_id if re.fullmatch(r"[0-9a-f]{12}", request_id) else "")
    try:
        yield
    finally:
        _current.reset(token)
