"""The languages of the console itself. English sentences stand in the templates; the others in `locale/`."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

# Code and the language's own name.
LANGUAGES = {"en": "English", "fr": "Français", "nl": "Nederlands"}
SOURCE = "en"
DOMAIN = "console"
FOLDER = Path(__file__).parent / "locale"


@cache
def translations(language: str) -> NullTranslations:
    """The sentences of a language; English needs none."""
    if language == SOURCE:
        return NullTranslations()
    with (FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as source:
        catalogue = read_po(source, locale=language, domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled, DOMAIN)


def is_spoken(language: str) -> bool:
    """Whether the console is available in this language."""
    return language in LANGUAGES


def preferred(accept_language: str) -> str:
    """The best of our languages for a browser's `Accept-Language`."""
    wished: list[tuple[float, str]] = []
    for entry in accept_language.split(","):
        tag, _, quality = entry.strip().partition(";q=")
        try:
            wished.append((float(quality or 1), tag.strip()))
        except ValueError:
            continue
    ordered = [tag for weight, tag in sorted(wished, key=lambda wish: -wish[0]) if weight > 0]
    found = negotiate_locale([tag.split("-")[0].lower() for tag in ordered], list(LANGUAGES))
    return str(found) if found else SOURCE
