"""Times for a callback as people write them."""

from datetime import datetime, timedelta

import dateparser

from bot.domain.call_window import BRUSSELS, CallWindow, DayPart
from bot.domain.errors import PastWindow, UnreadableWindow

_LENGTH = timedelta(hours=1)
_FARTHEST = timedelta(days=30)
_LONGEST_TEXT = 80


def read_window(text: str, language: str, now: datetime, parts: tuple[DayPart, ...]) -> CallWindow:
    """The hour that begins at the time a person wrote ("tomorrow 3pm", "lundi 14h"), by Brussels' clock.

    A day without a time means the hours of that day in which the hotline calls. Raises `UnreadableWindow`
    for no time or one over 30 days ahead, `PastWindow` for one that has gone by.
    """
    local = now.astimezone(BRUSSELS)
    moment = _parse(text, language, local)
    if moment is None:
        raise UnreadableWindow
    window = (
        _whole_day(moment, parts) if _names_only_a_day(text, language, local) else CallWindow(moment, moment + _LENGTH)
    )
    if window.is_past(now) or moment < local - _LENGTH:
        raise PastWindow
    if moment - local > _FARTHEST:
        raise UnreadableWindow
    return window


def _parse(text: str, language: str, local: datetime, **more: object) -> datetime | None:
    settings = {
        "RELATIVE_BASE": local.replace(tzinfo=None),
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": "DMY",
        **more,
    }
    tried = [language, "en"] if language in _LANGUAGES else ["en", "fr"]
    found = dateparser.parse(text[:_LONGEST_TEXT], languages=tried, settings=settings)
    return found.replace(tzinfo=BRUSSELS, second=0, microsecond=0) if found else None


def _names_only_a_day(text: str, language: str, local: datetime) -> bool:
    # A day without a time takes the clock of its base: parsed from two bases, such a text moves along.
    other = local.replace(hour=(local.hour + 7) % 24, minute=17)
    first, second = _parse(text, language, local), _parse(text, language, other)
    return bool(first and second and first.time() != second.time() and "hour" not in text)


def _whole_day(moment: datetime, parts: tuple[DayPart, ...]) -> CallWindow:
    return CallWindow.on(moment.date(), parts[0].start, parts[-1].end)


_LANGUAGES = frozenset(
    [
        "en",
        "fr",
        "nl",
        "pt",
        "ro",
        "es",
        "ar",
        "ru",
        "tr",
        "uk",
        "fa",
        "de",
        "ka",
        "hy",
        "am",
        "so",
        "ti",
        "sq",
        "mn",
        "ps",
    ]
)
