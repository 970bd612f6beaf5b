"""Numbers, times and commands keep their order in texts that run from right to left, and nobody's name can turn a text.

Follows the Unicode bidirectional algorithm (UAX #9): isolates for what is ours, no overrides from anybody.
"""

import re
import unicodedata

LEFT_TO_RIGHT, END = "\u2066", "\u2069"

# Embeddings, overrides and isolates: what people paste into a name must not reach beyond it.
_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_TAG = re.compile(r"<[^<>]*>|&[#\w]{1,8};")
_RUN = re.compile(
    r"(?P<skip><[^<>]*>|&[#\w]{1,8};|https?://\S+)"
    r"|(?P<command>(?<![\w/])/[a-z][a-z_]+)"
    r"|(?P<code>(?<!\w)[A-Z0-9]+-[A-Z0-9]+(?!\w))"
    r"|(?P<address>\d[\d\u2013-]*(?: [A-Za-z\u00c0-\u024f]+)+(?:, [A-Za-z\u00c0-\u024f]+)*)"
    r"|(?P<number>\+?\d[\d ()./:\u2013-]*\d)"
)
_RTL = ("R", "AL")


def safe(text: str) -> str:
    """The text without control characters; in lines that run from right to left, runs that do not are isolated."""
    return "\n".join(_line(line) for line in text.translate(_CONTROLS).split("\n"))


def _line(line: str) -> str:
    return _RUN.sub(_isolated, line) if _runs_right_to_left(line) else line


def _runs_right_to_left(line: str) -> bool:
    """By the first letter, as Telegram's clients decide."""
    for character in _TAG.sub("", line):
        direction = unicodedata.bidirectional(character)
        if direction in ("L", *_RTL):
            return direction in _RTL
    return False


def _isolated(found: "re.Match[str]") -> str:
    run = found.group(0)
    # A plain number such as 112 cannot be put in disorder.
    return run if found.group("skip") or run.isdigit() else f"{LEFT_TO_RIGHT}{run}{END}"
