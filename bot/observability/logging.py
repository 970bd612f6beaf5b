"""Logs: one line per event with its fields; never words, names, numbers or secrets of people."""

import json
import logging
import sys
from datetime import datetime, timezone
from typing import Any

from bot.observability.request import current_request

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Libraries that log what people wrote, or addresses that hold the bot's token.
_QUIET = (
    "py.warnings",
    "httpx",
    "httpcore",
    "telegram",
    "rasa",
    "rasa_sdk",
    "sanic",
    "apscheduler",
    "asyncio",
    "matplotlib",
    "alembic",
)


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time, level, process, event and the fields given with `extra`."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return json.dumps(self.line(record), ensure_ascii=False, default=str)

    def line(self, record: logging.LogRecord) -> dict[str, Any]:
        """What the line holds."""
        fields = {key: value for key, value in vars(record).items() if key not in _OWN}
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self._process,
            "event": record.getMessage(),
            **fields,
        }
        if request := current_request():
            line["request"] = request
        if record.exc_info:
            # The traceback without the exception's text: that may quote what a person wrote.
            kind = record.exc_info[0]
            line["error"] = kind.__name__ if kind else ""
            line["at_line"] = _place(record)
        return line


class PlainLines(JsonLines):
    """The same, for eyes: time, process, event, then the fields. No field can start a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = self.line(record)
        head = f"{line.pop('at')} {line.pop('level'):7} {line.pop('process'):8} {line.pop('event')}"
        fields = " ".join(f"{key}={json.dumps(value, ensure_ascii=False, default=str)}" for key, value in line.items())
        return f"{head} {fields}".rstrip().replace("\n", "\\n").replace("\r", "\\r")


def _place(record: logging.LogRecord) -> list[str]:
    trace = record.exc_info[2] if record.exc_info else None
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('site-packages/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-8:]


def configure(process: str, level: str, form: str = "json") -> None:
    """Send this process's logs to standard error, as JSON or plain lines. Silences libraries that talk of people."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlainLines(process) if form == "plain" else JsonLines(process))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    # Libraries put warning filters of their own in place; captured, warnings go to a logger that is silent.
    logging.captureWarnings(True)
    _quieten_structlog()


def _quieten_structlog() -> None:
    try:
        import structlog
    except ImportError:
        return
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
