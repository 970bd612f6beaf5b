"""Finds phone numbers, e-mail addresses and mentions of time."""

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from bot.nlu.entity import Found
from bot.nlu.tables import load_table
from bot.nlu.text import aligned, fold

PHONE, EMAIL, TIME = "phone_number", "email", "time"

_REGIONS = ("BE", "LU")
_FEWEST_DIGITS = 8
_DIGIT = re.compile(r"\d")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_CLOCK = re.compile(
    r"(?<![\d.,/+])(?:(?P<hour>[01]?\d|2[0-3])\s?(?:[:hu]|\bч\b)\s?(?P<minute>[0-5]\d)?(?![\w/])"
    r"|(?P<twelve>1[0-2]|0?[1-9])\s?(?P<half>am|pm)\b)"
)
_AFTERNOON = 12


def find_contacts(text: str) -> list[Found]:
    """Phone numbers (E.164), e-mail addresses and times in the original text, in order."""
    folded, origins = aligned(text)
    found = [*_emails(folded, origins)]
    taken = [(entity.start, entity.end) for entity in found]
    found += [entity for entity in _phones(folded, origins) if _free(entity, taken)]
    taken = [(entity.start, entity.end) for entity in found]
    found += [entity for entity in _times(folded, origins) if _free(entity, taken)]
    return sorted(found, key=lambda entity: entity.start)


def _free(entity: Found, taken: list[tuple[int, int]]) -> bool:
    return all(entity.end <= start or entity.start >= end for start, end in taken)


def _span(origins: list[int], start: int, end: int) -> tuple[int, int]:
    return origins[start], origins[end - 1] + 1


def _emails(folded: str, origins: list[int]) -> Iterator[Found]:
    if "@" in folded:
        for match in _EMAIL.finditer(folded):
            yield Found(EMAIL, match.group(), *_span(origins, *match.span()))


def _phones(folded: str, origins: list[int]) -> list[Found]:
    """Numbers valid in Belgium or, failing that, in Luxembourg; those with a country code anywhere."""
    if len(_DIGIT.findall(folded)) < _FEWEST_DIGITS:
        return []
    for region in _REGIONS:
        found = []
        for match in phonenumbers.PhoneNumberMatcher(folded, region):
            value = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            found.append(Found(PHONE, value, *_span(origins, match.start, match.end)))
        if found:
            return found
    return []


def _times(folded: str, origins: list[int]) -> Iterator[Found]:
    taken: set[int] = set()
    for match in _CLOCK.finditer(folded):
        taken.update(range(*match.span()))
        yield Found(TIME, _clock(match), *_span(origins, *match.span()))
    for match in _time_words().finditer(folded):
        if taken.isdisjoint(range(*match.span())):
            yield Found(TIME, _time_values()[match.group()], *_span(origins, *match.span()))


def _clock(match: "re.Match[str]") -> str:
    if match["twelve"]:
        hour = int(match["twelve"]) % _AFTERNOON + (_AFTERNOON if match["half"] == "pm" else 0)
    else:
        hour = int(match["hour"])
    return f"{hour:02d}:{int(match['minute'] or 0):02d}"


@lru_cache(maxsize=1)
def _time_values() -> dict[str, str]:
    return {fold(str(word)): value for value, words in load_table("times").items() for word in words}


@lru_cache(maxsize=1)
def _time_words() -> "re.Pattern[str]":
    longest_first = sorted(_time_values(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
