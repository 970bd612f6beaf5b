"""Finds the name that a person gives after "my name is", in the languages we serve."""

import re
from functools import lru_cache

from bot.nlu.entity import Found
from bot.nlu.tables import load_table
from bot.nlu.text import aligned, fold

PERSON_NAME = "person_name"

_WORD = re.compile(r"[^\W\d_][\w'-]*")
_END = re.compile(r"[.,;:!?\n\d/()+]")
_MOST_WORDS = 3


def find_person_name(text: str) -> Found | None:
    """The first name given in the text, as it was written; None when nobody introduces themself."""
    folded, origins = aligned(text)
    match = _introduction().search(folded)
    if match is None:
        return None
    start = match.end()
    ending = _END.search(folded, start)
    words = list(_WORD.finditer(folded, start, ending.start() if ending else len(folded)))
    chosen = _name_words(words, folded, text, origins)
    if not chosen:
        return None
    first, last = origins[chosen[0].start()], origins[chosen[-1].end() - 1] + 1
    return Found(PERSON_NAME, text[first:last], first, last)


def _name_words(words: list["re.Match[str]"], folded: str, text: str, origins: list[int]) -> list["re.Match[str]"]:
    """Up to three words; where the person writes capitals, only those that have one."""
    before_stop = []
    for word in words:
        if word.group() in _stops():
            break
        before_stop.append(word)
    capitals = [word for word in before_stop if text[origins[word.start()]].isupper()]
    if capitals and capitals[0] is before_stop[0]:
        count = next((i for i, word in enumerate(before_stop) if word not in capitals), len(before_stop))
        return before_stop[: min(count, _MOST_WORDS)]
    if len(before_stop) < _MOST_WORDS:
        return before_stop
    return before_stop[:1]


@lru_cache(maxsize=1)
def _introduction() -> "re.Pattern[str]":
    phrases = sorted((fold(str(phrase)) for phrase in load_table("introductions")["before"]), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})\s*:?\s+")


@lru_cache(maxsize=1)
def _stops() -> frozenset[str]:
    return frozenset(fold(str(word)) for word in load_table("introductions")["stop"])
