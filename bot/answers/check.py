"""Faults in the text of an answer: markup that Telegram would refuse, lengths, names that are filled later."""

import re

TELEGRAM_LIMIT = 4096
LONGEST_ANSWER = 700
RUN_TIME = frozenset(
    {
        "callback_name",
        "callback_phone",
        "callback_language",
        "callback_window",
        "callback_topic",
        "callback_voicemail",
        "callback_reference",
        "callback_state",
        "callback_retention_days",
        "conversation_retention_days",
        "console_link",
        "muted_until",
        "opening_time",
        "queue_position",
        "window_start",
        "window_end",
        "only_language",
    }
)
"""Names that our code fills when an answer is given."""

_TAG = re.compile(r"<(/?)([a-z-]+)([^<>]*)>")
_KNOWN_TAGS = frozenset({"b", "i", "u", "s", "a", "code", "pre", "tg-spoiler", "blockquote"})
_STRAY = re.compile(r"&(?!lt;|gt;|amp;|quot;|#\d+;)")
_LINK = re.compile(r"""^\s+href="(https?://|tel:|mailto:|tg://|\{[a-z])[^"]*"\s*$""")


def bare(text: str) -> str:
    """The text as it is read: without tags."""
    return _TAG.sub("", text)


def markup_faults(text: str) -> list[str]:
    """Faults for which Telegram would refuse the message. A line may be left out, so each must close its tags."""
    faults = []
    for line in text.split("\n"):
        opened: list[str] = []
        for closing, name, rest in _TAG.findall(line):
            if name not in _KNOWN_TAGS:
                faults.append(f"Telegram does not know the tag <{name}>")
            elif not closing:
                opened.append(name)
                faults += [] if name != "a" or _LINK.match(rest) else ['a link is <a href="https://…">words</a>']
            elif not opened or opened.pop() != name:
                faults.append(f"</{name}> closes nothing")
        faults += [f"<{name}> is not closed on its line" for name in opened]
        rest = bare(line)
        if "<" in rest or ">" in rest or _STRAY.search(rest):
            faults.append("write &lt; &gt; &amp; instead of < > &")
    return faults
