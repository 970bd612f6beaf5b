"""Two questions in one message: which intents its sentences have, beside that of the whole."""

import re
from collections.abc import Callable

from bot.nlu.protection import HOMELESS, INTENTS

Ranking = list[tuple[str, float]]

_SENTENCE_END = re.compile(r"[.?!؟;…\n።፧՞։]+\s*")
# "And" in our languages, and the comma: they join two questions, or merely two words.
_JOINT = re.compile(
    r"\s*[,،、]\s*|\s+(?:and|also|et|en|e|y|si|și|и|і|й|та|ve|و|und|dhe|edhe|და|եւ|և|iyo|እና|ከምኡውን|او)\s+", re.IGNORECASE
)
_FEWEST_WORDS = 2
_MOST_PARTS = 4

GREETING = "greeting_start"
# Greetings and the like stand beside a question; out of scope is no second question either.
SMALL_TALK = frozenset({"greeting_start", "thanks", "goodbye", "affirm", "deny", "cancel", "help_menu"})

SURER = 0.1
"""How much surer than a sentence each half of a sentence must be: "and" mostly joins no questions."""

SURE_OF_DANGER = 0.9

DANGER = frozenset({*INTENTS, HOMELESS})

# Beside another question a short one is no follow-up to an earlier answer: it stands for the whole question.
_SPELT_OUT = {
    "follow_up_amount": "money_amount",
    "follow_up_duration": "how_long_until_departure",
    "follow_up_family": "family_children_return",
    "follow_up_where": "office_address",
}


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
        return _of_one_sentence(whole, text, rank, sure + SURER)
    clear = _clear(parts, rank, sure)
    main, confidence = whole[0]
    if clear and (confidence < sure or not is_question(main)):
        main, (_, whole) = next(iter(clear.items()))
    if len(clear) > 1:
        whole = spelt_out(whole)
        main = whole[0][0]
    return whole, _second(clear, main)


def _of_one_sentence(
    whole: Ranking, text: str, rank: Callable[[str], Ranking], sure: float
) -> tuple[Ranking, tuple[str, float] | None]:
    """Two questions where both halves are clear and one is what the whole is about; the one beside a greeting.

    Half a sentence tells of no danger: "..., I am working" and "..., my husband" are too little for that.
    """
    halves = halves_of(text)
    clear = {intent: found for intent, found in _clear(halves, rank, sure).items() if intent not in DANGER}
    if len(clear) == 1 and whole[0][0] == GREETING:
        (_, ranking) = next(iter(clear.values()))
        return ranking, None
    both = spelt_out(whole)
    if len(clear) != len(halves) or both[0][0] not in clear:
        return whole, None
    second = _second(clear, both[0][0])
    return (both, second) if second else (whole, None)


def _second(clear: dict[str, tuple[float, Ranking]], main: str) -> tuple[str, float] | None:
    """The first clear question beside the main one.

    A sentence tells of danger by itself only when it is very clear: the whole has been looked at for alarms.
    """
    for intent, (confidence, _) in clear.items():
        if intent != main and (intent not in DANGER or confidence >= SURE_OF_DANGER):
            return intent, confidence
    return None


def spelt_out(ranking: Ranking) -> Ranking:
    """The ranking with follow-ups counted for the whole questions they stand for."""
    chances: dict[str, float] = {}
    for intent, chance in ranking:
        name = _SPELT_OUT.get(intent, intent)
        chances[name] = chances.get(name, 0.0) + chance
    return sorted(chances.items(), key=lambda entry: -entry[1])


def _clear(parts: list[str], rank: Callable[[str], Ranking], sure: float) -> dict[str, tuple[float, Ranking]]:
    """The questions that parts are surely about, each once, in their order."""
    clear: dict[str, tuple[float, Ranking]] = {}
    for part in parts:
        ranking = spelt_out(rank(part))
        intent, confidence = ranking[0]
        if confidence >= sure and is_question(intent):
            clear.setdefault(intent, (confidence, ranking))
    return clear
