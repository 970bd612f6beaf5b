"""Templates: one environment per language, everything escaped, missing values are errors."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_percent
from babel.units import format_unit
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.console.i18n import LANGUAGES, translations
from bot.domain.call_window import BRUSSELS, CallWindow
from bot.domain.language import LANGUAGES as SPOKEN
from bot.services.phone import masked, national

FOLDER = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"

_A_TENTH = 0.1
# Unit, its seconds, and from how many seconds on a time is told in it.
_UNITS = (("day", 86_400, 172_800), ("hour", 3_600, 7_200), ("minute", 60, 60))


def render(template: str, language: str, values: dict[str, Any]) -> str:
    """A template filled in a language of the console."""
    return _environment(language).get_template(template).render(values, language=language)


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(console_languages=LANGUAGES, static=static_address, spoken=SPOKEN)
    environment.filters.update({**_filters(language), **_number_filters(language)})
    return environment


def _filters(language: str) -> dict[str, Callable[..., str]]:
    locale = Locale(language)

    def moment(at: datetime, pattern: str = "EEE d MMM y, HH:mm") -> str:
        return str(format_datetime(at.astimezone(BRUSSELS), pattern, tzinfo=BRUSSELS, locale=locale))

    def window(span: CallWindow) -> str:
        start, end = span.start.astimezone(BRUSSELS), span.end.astimezone(BRUSSELS)
        if start.date() == end.date():
            return f"{moment(start, 'EEE d MMM, HH:mm')}–{moment(end, 'HH:mm')}"
        return f"{moment(start, 'EEE d MMM, HH:mm')} – {moment(end, 'EEE d MMM, HH:mm')}"

    def language_name(code: str) -> str:
        own = SPOKEN[code].name if code in SPOKEN else code
        return str(locale.languages.get(code, own))

    def country_name(code: str) -> str:
        return str(locale.territories.get(code, code))

    return {
        "country_name": country_name,
        "moment": moment,
        "window": window,
        "language_name": language_name,
        "masked": masked,
        "national": national,
        "segment": lambda text: quote(text, safe=""),
    }


def _number_filters(language: str) -> dict[str, Callable[..., str]]:
    locale = Locale(language)

    def day(at: date) -> str:
        return str(format_date(at, "EEE d MMM y", locale=locale))

    def share(part: float) -> str:
        return str(format_percent(part, "0.#%" if part < _A_TENTH else None, locale=locale))

    def span(seconds: float) -> str:
        for unit, size, enough in _UNITS:
            if seconds >= enough:
                return str(format_unit(round(seconds / size), f"duration-{unit}", length="short", locale=locale))
        return str(format_unit(round(seconds), "duration-second", length="short", locale=locale))

    return {"day": day, "share": share, "span": span}


@cache
def static_address(name: str) -> str:
    """Where the browser gets a file of ours; changes with its content, so that it can be kept for good."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"
