"""Faults in answers and facts, each with its place and what to do."""

import re
from pathlib import Path

from bot.answers.catalogue import Catalogue, Edition, read_catalogue
from bot.answers.facts import Confidence
from bot.answers.fill import fill, placeholders
from bot.domain.errors import InvalidFile
from bot.domain.language import REFERENCE

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

_TAG = re.compile(r"<(/?)([a-z-]+)[^<>]*>")
_KNOWN_TAGS = frozenset({"b", "i", "u", "s", "a", "code", "pre", "tg-spoiler", "blockquote"})
_STRAY = re.compile(r"&(?!lt;|gt;|amp;|quot;|#\d+;)")


def check_answers(root: Path) -> list[InvalidFile]:
    """Every fault, in the order of files and lines; empty when all is sound."""
    try:
        catalogue = read_catalogue(root)
    except InvalidFile as fault:
        return [fault]
    faults = _facts(catalogue)
    for language in catalogue.languages:
        edition = catalogue.editions[language]
        faults += _texts(catalogue, edition)
        faults += _translation(catalogue, edition) if language != REFERENCE else []
    return sorted(faults, key=lambda fault: (fault.file, fault.line))


def _facts(catalogue: Catalogue) -> list[InvalidFile]:
    quoted = {
        name
        for edition in catalogue.editions.values()
        for text in edition.texts.values()
        for name in placeholders(text.text)
    }
    faults = []
    for fact in catalogue.facts.by_id.values():
        if fact.values and fact.confidence is Confidence.UNVERIFIED and fact.id in quoted:
            reason = f"fact {fact.id!r} is unverified and must not be quoted"
            faults.append(InvalidFile(catalogue.facts.file, fact.line, reason))
    return faults


def _texts(catalogue: Catalogue, edition: Edition) -> list[InvalidFile]:
    faults = []
    known = RUN_TIME | set(catalogue.facts.by_id)
    values = {**dict.fromkeys(RUN_TIME, "…"), **catalogue.facts.values(edition.language)}
    for key, text in edition.texts.items():
        reasons = [f"{key}: unknown name {{{name}}}" for name in sorted(placeholders(text.text) - known)]
        reasons += [f"{key}: {fault}" for fault in _markup(text.text)]
        shown = _TAG.sub("", fill(text.text, values, catalogue.facts.by_id.keys()))
        if len(shown) > LONGEST_ANSWER:
            reasons.append(f"{key}: {len(shown)} characters, at most {LONGEST_ANSWER} are read on a phone")
        if not shown.strip():
            reasons.append(f"{key}: is empty when the facts it quotes are")
        faults += [InvalidFile(edition.file, text.line, reason) for reason in reasons]
    return faults


def _markup(text: str) -> list[str]:
    """Faults for which Telegram would refuse the message. A line may be left out, so each must close its tags."""
    faults = []
    for line in text.split("\n"):
        opened: list[str] = []
        for closing, name in _TAG.findall(line):
            if name not in _KNOWN_TAGS:
                faults.append(f"Telegram does not know the tag <{name}>")
            elif not closing:
                opened.append(name)
            elif not opened or opened.pop() != name:
                faults.append(f"</{name}> closes nothing")
        faults += [f"<{name}> is not closed on its line" for name in opened]
        rest = _TAG.sub("", line)
        if "<" in rest or ">" in rest or _STRAY.search(rest):
            faults.append("write &lt; &gt; &amp; instead of < > &")
    return faults


def _translation(catalogue: Catalogue, edition: Edition) -> list[InvalidFile]:
    faults = []
    english = catalogue.editions[REFERENCE]
    for key, text in edition.texts.items():
        if key not in english.texts:
            faults.append(InvalidFile(edition.file, text.line, f"{key}: unknown answer; domain.yml has no such key"))
            continue
        ours, theirs = placeholders(text.text), placeholders(english.texts[key].text)
        faults += [
            InvalidFile(edition.file, text.line, f"{key}: the placeholder {{{name}}} is lost")
            for name in sorted(theirs - ours)
        ]
        faults += [
            InvalidFile(edition.file, text.line, f"{key}: {{{name}}} is not in the English text")
            for name in sorted(ours - theirs)
        ]
    return faults
