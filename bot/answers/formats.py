"""Dates and times as people of a language read them."""

import re
from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time, match_skeleton

from bot.domain.call_window import BRUSSELS, CallWindow
from bot.domain.language import REFERENCE

# Where a language is written differently from place to place: as our people read it.
_REGIONS = {"en": "en_GB", "fr": "fr_BE", "nl": "nl_BE", "pt": "pt_BR"}


def describe_window(window: CallWindow, language: str) -> str:
    """Such as `Wednesday 25 November, 13:00–17:00`, by Brussels' clock."""
    times = f"{describe_time(window.start, language)}–{describe_time(window.end, language)}"
    return _joined(window.start, times, _locale(language))


def describe_moment(moment: datetime, language: str) -> str:
    """Such as `Wednesday 25 November, 09:00`, by Brussels' clock."""
    return _joined(moment, describe_time(moment, language), _locale(language))


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


def _joined(moment: datetime, times: str, locale: Locale) -> str:
    """The day and then the time, with the comma of the language, or a dot where it has none: `25 13:00` misleads."""
    pattern = str(locale.datetime_formats["medium"]).replace("{1} {0}", "{1} · {0}")
    return pattern.replace("{1}", _day(moment.astimezone(BRUSSELS), locale)).replace("{0}", times)


def _day(moment: datetime, locale: Locale) -> str:
    """The day with its names in full: Babel finds the nearest order of the parts, but not always their length."""
    skeletons = locale.datetime_skeletons
    nearest = match_skeleton("MMMMEEEEd", skeletons)
    pattern = skeletons[nearest].pattern if nearest else "EEEE d MMMM"
    wide = re.sub("M+", "MMMM", re.sub("[Ec]+", "EEEE", pattern))
    return str(format_datetime(moment, wide, locale=locale))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(_REGIONS.get(language, language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(REFERENCE)
