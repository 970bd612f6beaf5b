"""Two questions in one message: which intents its sentences have, beside that of the whole."""

import re
from collections.abc import Callable

Ranking = list[tuple[str, float]]

_SENTENCE_END = re.compile(r"[.?!؟;…\n።፧՞։]+\s*")
_FEWEST_WORDS = 2
_MOST_PARTS = 4

# Greetings and the like stand beside a question; out of scope is no second question either.
SMALL_TALK = frozenset({"greeting_start", "thanks", "goodbye", "affirm", "deny", "cancel"})


def parts_of(text: str) -> list[str]:
    """The sentences of a text; empty when it is one sentence only."""
    parts = [part.strip() for part in _SENTENCE_END.split(text)]
    parts = [part for part in parts if len(part.split()) >= _FEWEST_WORDS][:_MOST_PARTS]
    return parts if len(parts) > 1 else []


def is_question(intent: str) -> bool:
    """Whether an intent is something to be answered by itself."""
    return intent not in SMALL_TALK and not intent.startswith("oos_")


def second_question(
    whole: Ranking, text: str, rank: Callable[[str], Ranking], sure: float
) -> tuple[Ranking, tuple[str, float] | None]:
    """The ranking to use and, if there is one, the intent of the second question.

    A message of several sentences is often unclear as a whole and clear in its parts: where the whole
    is unsure, the first clear sentence decides.
    """
    parts = parts_of(text)
    if not parts:
        return whole, None
    clear: dict[str, tuple[float, Ranking]] = {}
    for part in parts:
        ranking = rank(part)
        intent, confidence = ranking[0]
        if confidence >= sure and is_question(intent):
            clear.setdefault(intent, (confidence, ranking))
    main, confidence = whole[0]
    if clear and (confidence < sure or not is_question(main)):
        main, (_, whole) = next(iter(clear.items()))
    others = [(intent, confidence) for intent, (confidence, _) in clear.items() if intent != main]
    return whole, others[0] if others else None
