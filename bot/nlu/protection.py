"""Words of people in danger: looked up beside the classifier, so that nobody is missed."""

from dataclasses import dataclass
from functools import lru_cache

from bot.nlu.phrases import Match, Phrases, split_words
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

HOMELESS = "homeless_no_shelter"
"""A person in need who is answered before anything else, but no alarm: nobody can be sent."""

_LONGEST_READ = 2000
_WEAKEN, _SURE, _MAYBE, _LOOKALIKE = "weaken", "sure", "maybe", "not"


@dataclass(frozen=True)
class Alarm:
    """What a message may tell us, how sure the words are, and which entry of the table they met.

    `weak`: the message laughs or asks about a topic, so that the words prove nothing by themselves.
    """

    intent: str
    sure: bool
    phrase: str
    weak: bool = False


@dataclass(frozen=True)
class Reading:
    """What the table says of a text: the alarm, if any, and whether there is a known figure of speech."""

    alarm: Alarm | None
    figure: bool


def read(text: str) -> Reading:
    """Look a text up in the table; sure words win over unsure ones, and look-alikes hide their words."""
    matches = _table().all(split_words(clean(text[:_LONGEST_READ])))
    found = [alarm for intent in INTENTS for alarm in _alarms(intent, matches)]
    alarm = min(found, key=_rank, default=None)
    figure = any(match.label.endswith(_LOOKALIKE) for match in matches)
    return Reading(alarm, figure and alarm is None)


def _alarms(intent: str, matches: list[Match]) -> list[Alarm]:
    weak = any(match.label in (_WEAKEN, f"{intent} {_WEAKEN}") for match in matches)
    hidden = {
        position
        for match in matches
        if match.label == f"{intent} {_LOOKALIKE}"
        for position in range(match.first, match.last)
    }
    visible = [match for match in matches if hidden.isdisjoint(range(match.first, match.last))]
    return [
        Alarm(intent, kind == _SURE and not weak, match.phrase, weak)
        for kind in (_SURE, _MAYBE)
        for match in visible
        if match.label == f"{intent} {kind}"
    ]


def _rank(alarm: Alarm) -> tuple[bool, int, int]:
    """Sure words first, then the phrase that says most, then the gravest."""
    return not alarm.sure, -len(alarm.phrase.split()), INTENTS.index(alarm.intent)


@lru_cache(maxsize=1)
def _table() -> Phrases:
    table = load_table("protection")
    entries = [(_WEAKEN, phrase) for phrase in str(table[_WEAKEN]).split("|")]
    for intent in INTENTS:
        for kind in (_SURE, _MAYBE, _LOOKALIKE, _WEAKEN):
            phrases = str(table[intent].get(kind, "")).split("|")
            entries += [(f"{intent} {kind}", phrase) for phrase in phrases]
    return Phrases(entries)
