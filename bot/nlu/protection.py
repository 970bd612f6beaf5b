"""Words of people in danger: looked up beside the classifier, so that nobody is missed."""

from dataclasses import dataclass
from functools import lru_cache

from bot.nlu.phrases import Phrases, split_words, without
from bot.nlu.tables import load_table
from bot.nlu.text import clean

INTENTS = (
    "suicide_self_harm",
    "danger_emergency",
    "violence_women_lgbtqi",
    "trafficking_exploitation",
    "minor_alone_return",
    "detention_closed_centre",
)
"""The alarms, the gravest first."""

_LONGEST_READ = 2000


@dataclass(frozen=True)
class Alarm:
    """What a message may tell us, how sure the words are, and which entry of the table they met."""

    intent: str
    sure: bool
    phrase: str


@dataclass(frozen=True)
class _Words:
    sure: Phrases
    maybe: Phrases
    lookalike: Phrases


def find_alarm(text: str) -> Alarm | None:
    """The alarm that the words of a text raise; sure words win over unsure ones."""
    words = split_words(clean(text[:_LONGEST_READ]))
    found = [alarm for intent in INTENTS if (alarm := _alarm(intent, words)) is not None]
    weak = _weakening().first(words) is not None
    if weak:
        found = [Alarm(alarm.intent, False, alarm.phrase) for alarm in found]
    return min(found, key=_rank, default=None)


def is_figure_of_speech(text: str) -> bool:
    """Whether a text holds a look-alike of the table ("dying of laughter")."""
    words = split_words(clean(text[:_LONGEST_READ]))
    return any(table.lookalike.first(words) is not None for table in _tables().values())


def _rank(alarm: Alarm) -> tuple[bool, int, int]:
    """Sure words first, then the phrase that says most, then the gravest."""
    return not alarm.sure, -len(alarm.phrase.split()), INTENTS.index(alarm.intent)


def _alarm(intent: str, words: list[str]) -> Alarm | None:
    table = _tables()[intent]
    rest = without(words, table.lookalike.all(words))
    match = table.sure.first(rest)
    if match is not None:
        return Alarm(intent, True, match.phrase)
    match = table.maybe.first(rest)
    return Alarm(intent, False, match.phrase) if match is not None else None


@lru_cache(maxsize=1)
def _tables() -> dict[str, _Words]:
    table = load_table("protection")
    return {
        intent: _Words(*(Phrases(str(table[intent][kind]).split("|")) for kind in ("sure", "maybe", "not")))
        for intent in INTENTS
    }


@lru_cache(maxsize=1)
def _weakening() -> Phrases:
    return Phrases(str(load_table("protection")["weaken"]).split("|"))
