"""When a person clearly writes another language than the one we answer in, so that a change can be offered."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.language import closest

SURE = 0.9
FEW_WORDS, MANY_WORDS = 4, 12

Parsed = Mapping[str, Any]


def language_to_offer(messages: Sequence[Parsed], present: str, offered: Sequence[str]) -> str | None:
    """The language to offer after the last of these messages (their parse data, in order), or None.

    One long message suffices, or two in a row; a word or a name never does. What was offered once in a
    conversation is not offered again: no answer is an answer.
    """
    if not messages:
        return None
    language = _clear_language(messages[-1], FEW_WORDS)
    if language is None or language == present or language in offered:
        return None
    if _clear_language(messages[-1], MANY_WORDS):
        return language
    before = messages[-2] if len(messages) > 1 else {}
    return language if _clear_language(before, FEW_WORDS) == language else None


def _clear_language(parsed: Parsed, words: int) -> str | None:
    sure = float(parsed.get("language_confidence") or 0.0) >= SURE
    return closest(parsed.get("language")) if sure and len(str(parsed.get("text") or "").split()) >= words else None
