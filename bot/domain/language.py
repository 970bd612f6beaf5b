"""The languages people may write in."""

from dataclasses import dataclass

REFERENCE = "en"


@dataclass(frozen=True)
class Language:
    """One language: `code` (ours), its own name, and whether it is written right to left."""

    code: str
    name: str
    right_to_left: bool = False


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("en", "English"),
        Language("fr", "Français"),
        Language("nl", "Nederlands"),
        Language("pt", "Português"),
        Language("ro", "Română"),
        Language("es", "Español"),
        Language("ar", "العربية", right_to_left=True),
        Language("ru", "Русский"),
        Language("tr", "Türkçe"),
        Language("uk", "Українська"),
        Language("fa", "فارسی / دری", right_to_left=True),
        Language("de", "Deutsch"),
        Language("mn", "Монгол"),
        Language("ka", "ქართული"),
        Language("ps", "پښتو", right_to_left=True),
        Language("sq", "Shqip"),
        Language("hy", "Հայերեն"),
        Language("so", "Soomaali"),
        Language("ti", "ትግርኛ"),
        Language("am", "አማርኛ"),
    )
}

# Codes that phones report for languages we serve under another code.
_ALIASES = {"prs": "fa", "tet": "ti", "mo": "ro"}


def closest(code: str | None) -> str | None:
    """Our code for a BCP 47 tag such as `pt-BR` or `prs`, or None when it is not served."""
    if not code:
        return None
    base = code.replace("_", "-").split("-")[0].lower()
    base = _ALIASES.get(base, base)
    return base if base in LANGUAGES else None
