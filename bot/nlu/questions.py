"""Two questions in one message: which intents its sentences have, beside that of the whole."""

import re
from collections.abc import Callable

from bot.nlu.protection import INTENTS

Ranking = list[tuple[str, float]]

_SENTENCE_END = re.compile(r"[.?!؟;…\n።፧՞։]+\s*")
# "And" in our languages, and the comma: they join two questions, or merely two words.
_JOINT = re.compile(
    r"\s*[,،、]\s*|\s+(?:and|also|et|en|e|y|si|și|и|і|й|та|ve|و|und|dhe|edhe|და|եւ|և|iyo|እና|ከምኡውን|او)\s+", re.IGNORECASE
)
_FEWEST_WORDS = 2
_MOST_PARTS = 4

# Greetings and the like stand beside a question; out of scope is no second question either.
SMALL_TALK = frozenset({"greeting_start", "thanks", "goodbye", "affirm", "deny", "cancel", "help_menu"})

SURER = 0.15
"""How much surer than a sentence each half of a sentence must be: "and" mostly joins no questions."""

SURE_OF_DANGER = 0.8


def parts_of(text: str) -> list[str]:
    """The sentences of a text; empty when it is one sentence only."""
    parts = [part.strip() for part in _SENTENCE_END.split(text)]
    parts = [part for part in parts if len(part.split()) >= _FEWEST_WORDS][:_MOST_PARTS]
    return parts if len(parts) > 1 else []


def halves_of(text: str) -> list[str]:
    """The two halves of a single sentence around its first joining word with words on both sides."""
    for joint in _JOINT.finditer(text):
        halves = [text[: joint.start()].strip(), text[joint.end() :].strip(" ?!.؟")]
        if all(len(half.split()) >= _FEWEST_WORDS for half in halves):
            return halves
    return []


def is_question(intent: str) -> bool:
    """Whether an intent is something to be answered by itself, beside another answer."""
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
        return whole, _second_half(whole, text, rank, sure + SURER)
    clear = _clear(parts, rank, sure)
    main, confidence = whole[0]
    if clear and (confidence < sure or not is_question(main)):
        main, (_, whole) = next(iter(clear.items()))
    others = [(intent, own) for intent, (own, _) in clear.items() if intent != main and _counts(intent, own)]
    return whole, others[0] if others else None


def _counts(intent: str, confidence: float) -> bool:
    """A sentence raises an alarm by itself only when it is very clear: the whole has been looked at for alarms."""
    return intent not in INTENTS or confidence >= SURE_OF_DANGER


def _second_half(whole: Ranking, text: str, rank: Callable[[str], Ranking], sure: float) -> tuple[str, float] | None:
    """The other question of one sentence, where both halves are clear and one is what the whole is about."""
    halves = halves_of(text)
    clear = _clear(halves, rank, sure) if halves else {}
    main = whole[0][0]
    if len(clear) != len(halves) or main not in clear:
        return None
    others = [(intent, confidence) for intent, (confidence, _) in clear.items() if intent != main]
    return others[0] if others and _counts(*others[0]) else None


def _clear(parts: list[str], rank: Callable[[str], Ranking], sure: float) -> dict[str, tuple[float, Ranking]]:
    """The questions that parts are surely about, each once, in their order."""
    clear: dict[str, tuple[float, Ranking]] = {}
    for part in parts:
        ranking = rank(part)
        intent, confidence = ranking[0]
        if confidence >= sure and is_question(intent):
            clear.setdefault(intent, (confidence, ranking))
    return clear
