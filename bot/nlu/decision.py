"""From a ranking and an alarm to one intent: protection first, then honesty about being unsure."""

from dataclasses import dataclass

from bot.nlu import protection
from bot.nlu.protection import Alarm

Ranking = list[tuple[str, float]]

UNSURE = "nlu_fallback"
OUT_OF_SCOPE = "oos_"


@dataclass(frozen=True)
class Limits:
    """When a message is an alarm, when we say that we did not understand.

    alarm_mass: all protection intents together, without any word of the table.
    alarm_mass_with_word: the same, where the table has an unsure word.
    doubt: below this confidence an unsure word suffices.
    figure_share: what is left of a protection intent's chance beside a figure of speech.
    threshold, ambiguity: the lowest confidence of an answer, and its lead over the next.
    """

    alarm_mass: float = 0.35
    alarm_mass_with_word: float = 0.1
    doubt: float = 0.6
    figure_share: float = 0.15
    threshold: float = 0.3
    ambiguity: float = 0.05


@dataclass(frozen=True)
class Decision:
    """The intent, its confidence, and why it is not simply the first of the ranking (None if it is)."""

    intent: str
    confidence: float
    reason: str | None = None


def decide(ranking: Ranking, alarm: Alarm | None, limits: Limits, figure: bool = False) -> Decision:
    """The intent to act on. `ranking` is sorted, best first, and not empty.

    `figure`: the words hold a known figure of speech, so that without an alarm protection weighs less.
    """
    if figure and alarm is None:
        ranking = sorted(((name, _lighter(name, chance, limits)) for name, chance in ranking), key=lambda e: -e[1])
    raised = _raised(ranking, alarm, limits)
    if raised is not None:
        return raised
    top, confidence = ranking[0]
    if confidence < limits.threshold:
        return Decision(UNSURE, confidence, "below threshold")
    # Two ways of being out of scope lead to the same calm answer: no need to ask.
    rival = next((chance for name, chance in ranking[1:] if not _alike(name, top)), 0.0)
    if confidence - rival < limits.ambiguity:
        return Decision(UNSURE, confidence, "ambiguous")
    return Decision(top, confidence)


def _lighter(name: str, chance: float, limits: Limits) -> float:
    return chance * limits.figure_share if name in protection.INTENTS else chance


def _alike(name: str, other: str) -> bool:
    return name.startswith(OUT_OF_SCOPE) and other.startswith(OUT_OF_SCOPE)


def _raised(ranking: Ranking, alarm: Alarm | None, limits: Limits) -> Decision | None:
    top, confidence = ranking[0]
    alarms = [(name, chance) for name, chance in ranking if name in protection.INTENTS]
    mass = sum(chance for _, chance in alarms)
    if top in protection.INTENTS and (confidence >= limits.doubt or (mass >= limits.alarm_mass and alarm is None)):
        return Decision(top, confidence)
    if alarm is not None and alarm.sure:
        return Decision(alarm.intent, max(confidence, mass), f"words: {alarm.phrase}")
    doubtful = confidence < limits.doubt and alarm is not None and not alarm.weak
    if alarm is not None and (mass >= limits.alarm_mass_with_word or doubtful):
        return Decision(alarm.intent, max(confidence, mass), f"words, perhaps: {alarm.phrase}")
    if mass >= limits.alarm_mass:
        return Decision(alarms[0][0], mass, "protection intents together")
    return None
