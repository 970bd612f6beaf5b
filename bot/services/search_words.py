"""Which words a callback request is found by, and which words a search asks for. Pure."""

import re
import unicodedata

from bot.domain.callback import CallbackRequest

SHORTEST_NUMBER = 4
"""A phone number is found by this many of its last digits or more."""

MOST_WORDS = 300
MOST_TERMS = 6

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\+?\d[\d ()./-]{2,}\d")


def words_of(request: CallbackRequest) -> set[str]:
    """The words of name and note, and the ends of the phone number."""
    phone = _digits(request.wish.phone)
    ends = {phone[start:] for start in range(len(phone) - SHORTEST_NUMBER + 1)}
    return {*_words(f"{request.wish.name} {request.note}")[:MOST_WORDS], *ends}


def terms_of(text: str) -> list[str]:
    """What a search asks for: words, and a number as its digits however it is spaced (`0470 12 34 56`)."""
    terms: list[str] = []
    for number in _NUMBER.findall(text):
        digits = _digits(number)
        if len(digits) >= SHORTEST_NUMBER:
            terms.append(digits)
            text = text.replace(number, " ")
    return [*terms, *_words(text)][:MOST_TERMS]


def _words(text: str) -> list[str]:
    """Words in their order, each once, without case and accents; numbers as in a phone number."""
    found = _WORD.findall(_folded(text))
    return list(dict.fromkeys(_digits(word) or word if word.isdecimal() else word for word in found))


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def _digits(text: str) -> str:
    """Digits without the zeros before them: `0470…`, `0032470…` and `+32470…` end alike."""
    return "".join(letter for letter in text if letter.isdecimal()).lstrip("0")
