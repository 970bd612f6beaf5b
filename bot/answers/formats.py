"""Dates and times as people of a language read them."""

from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time

from bot.domain.call_window import BRUSSELS, CallWindow
from bot.domain.language import REFERENCE

# Where a language is written differently from place to place: as our people read it.
_REGIONS = {"en": "en_GB", "fr": "fr_BE", "nl": "nl_BE", "pt": "pt_BR"}


def describe_window(window: CallWindow, language: str) -> str:
    """Such as `Wednesday, 25 November, 13:00–17:00`, by Brussels' clock."""
    locale = _locale(language)
    start, end = window.start.astimezone(BRUSSELS), window.end.astimezone(BRUSSELS)
    day = format_skeleton("MMMMEEEEd", start, locale=locale)
    return f"{day}, {describe_time(window.start, language)}–{format_time(end, 'HH:mm', locale=locale)}"


def describe_moment(moment: datetime, language: str) -> str:
    """Such as `Wednesday, 25 November, 09:00`, by Brussels' clock."""
    day = format_skeleton("MMMMEEEEd", moment.astimezone(BRUSSELS), locale=_locale(language))
    return f"{day}, {describe_time(moment, language)}"


def describe_day(window: CallWindow, language: str) -> str:
    """Such as `Wed 25 Nov`, for buttons."""
    locale = _locale(language)
    return str(format_date(window.start.astimezone(BRUSSELS), "EEE d MMM", locale=locale))


def describe_date(day: date, language: str) -> str:
    """Such as `24 October 2025`, for texts."""
    return str(format_date(day, "long", locale=_locale(language)))


def describe_time(moment: datetime, language: str) -> str:
    """Such as `13:00`, by Brussels' clock."""
    return str(format_time(moment.astimezone(BRUSSELS), "HH:mm", locale=_locale(language)))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(_REGIONS.get(language, language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(REFERENCE)
