"""Logs: one line per event with its fields; never words, names, numbers or secrets of people."""

import json
import logging
import sys
from datetime import datetime, timezone

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
        fields = {key: value for key, value in vars(record).items() if key not in _OWN}
        line = {
            "at": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self._process,
            "event": record.getMessage(),
            **fields,
        }
        if record.exc_info:
            # The traceback without the exception's text: that may quote what a person wrote.
            kind = record.exc_info[0]
            line["error"] = kind.__name__ if kind else ""
            line["at_line"] = _place(record)
        return json.dumps(line, ensure_ascii=False, default=str)


def _place(record: logging.LogRecord) -> list[str]:
    trace = record.exc_info[2] if record.exc_info else None
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('site-packages/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-8:]


def configure(process: str, level: str) -> None:
    """Send this process's logs to standard error as JSON lines. Silences libraries that talk of people."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(process))
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
