"""Reads a window as tests write it down."""

from datetime import datetime

from bot.domain.call_window import BRUSSELS
from bot.services.windows import read_window
from tests.builders import HOURS, NOW


def read(text, language="en", now=NOW, hours=HOURS):
    """As `Wed 25 Nov 15:00-16:00`, or with both days when they differ."""
    window = read_window(text, language, now, hours)
    start, end = window.start.astimezone(BRUSSELS), window.end.astimezone(BRUSSELS)
    if start.date() == end.date():
        return f"{start:%a %d %b %H:%M}-{end:%H:%M}"
    return f"{start:%a %d %b %H:%M}-{end:%a %d %b %H:%M}"


def brussels(text):
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)
