"""`/start fr`, `/start callback`, `/start luxembourg_fr`: links on posters in reception centres."""

from bot.channel.payloads import COMMANDS, DEEP_LINKS
from bot.domain.language import closest


def read_start(rest: str) -> tuple[str, str | None]:
    """The payload and the language a start parameter asks for. Unknown words are left out."""
    payload, language = COMMANDS["start"], None
    for word in rest.lower().replace("-", "_").split("_"):
        if word in DEEP_LINKS:
            payload = DEEP_LINKS[word]
        elif closest(word):
            language = closest(word)
    return payload, language
