"""How many examples each intent and topic has in each language, against the bar of the language."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.language import LANGUAGES, REFERENCE
from bot.workshop.examples import Block
from bot.workshop.finding import Finding, error, warning
from bot.workshop.names import DOMAIN, Names

_FEWER = ("mn", "ka", "ps", "sq", "hy", "so", "ti", "am")
BARS = {**dict.fromkeys(LANGUAGES, 20), "en": 30, "fr": 30, **dict.fromkeys(_FEWER, 8)}
"""Examples an intent should have, by language."""
FEWEST = 5
"""Examples in English without which an intent is not trained."""


@dataclass(frozen=True)
class Coverage:
    """Counts by intent and language; `topics` are the intents of each file, in order."""

    counts: Counter[tuple[str, str]]
    topics: dict[str, list[str]]
    places: dict[str, tuple[str, int]]

    def of_topic(self, topic: str, language: str) -> tuple[int, int]:
        """Examples of a topic in a language, and how many of its intents miss the bar."""
        counts = [self.counts[intent, language] for intent in self.topics[topic]]
        return sum(counts), sum(count < BARS[language] for count in counts)

    def rows(self) -> list[dict[str, object]]:
        """The matrix as plain data, one row per intent."""
        return [
            {"topic": topic, "intent": intent, **{code: self.counts[intent, code] for code in LANGUAGES}}
            for topic, intents in self.topics.items()
            for intent in intents
        ]


def count(blocks: list[Block]) -> Coverage:
    """The coverage of some blocks."""
    counts: Counter[tuple[str, str]] = Counter()
    topics: dict[str, list[str]] = {}
    places: dict[str, tuple[str, int]] = {}
    for block in blocks:
        counts[block.intent, block.language] += sum(1 for _ in block.examples)
        intents = topics.setdefault(block.topic, [])
        if block.intent not in intents:
            intents.append(block.intent)
        places.setdefault(block.intent, (block.file, block.line))
    return Coverage(counts, topics, places)


def check_coverage(coverage: Coverage, names: Names) -> Iterator[Finding]:
    """Intents without examples, and those that have too few: in English a fault, elsewhere a hint."""
    for intent, line in names.intents.items():
        if intent not in coverage.places and names.needs_examples(intent):
            message = f"the intent {intent!r} has no examples"
            yield error(DOMAIN, line, "no-examples", message, "Write what people would type into data/nlu.")
    for intent, (file, line) in coverage.places.items():
        low = {code: coverage.counts[intent, code] for code, bar in BARS.items() if coverage.counts[intent, code] < bar}
        if low.get(REFERENCE, FEWEST) < FEWEST:
            message = f"{intent} has {low[REFERENCE]} examples in English; it is learnt from {FEWEST} on"
            yield error(file, line, "few-examples", message, f"Write {BARS[REFERENCE]}, as people would type them.")
        if low:
            listed = ", ".join(f"{code} {number}/{BARS[code]}" for code, number in low.items())
            yield warning(file, line, "few-examples", f"{intent} has few examples: {listed}", "Write some more.")


def table(coverage: Coverage) -> str:
    """The matrix topic × language, for a terminal. A star marks a cell with an intent below its bar."""
    width = max(map(len, coverage.topics), default=5)
    lines = [" " * width + "".join(f"{code:>7}" for code in LANGUAGES)]
    for topic in coverage.topics:
        cells = ""
        for code in LANGUAGES:
            number, low = coverage.of_topic(topic, code)
            cells += f"{number}{'*' if low else ''}".rjust(7)
        lines.append(topic.ljust(width) + cells)
    bars = "".join(f"{BARS[code]:>7}" for code in LANGUAGES)
    return "\n".join([*lines, "bar".ljust(width) + bars, "* an intent of this topic has fewer examples than the bar"])
