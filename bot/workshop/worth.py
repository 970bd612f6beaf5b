"""Where an hour of a trainer's work pays most: examples, quality and traffic of each topic in each language."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.language import LANGUAGES
from bot.workshop.coverage import Coverage

UNMEASURED = 0.5
"""Share of wrong answers that is reckoned with where no held-out message says better."""
LISTED = 8

Key = tuple[str, str]


@dataclass(frozen=True)
class Cell:
    """A topic or an intent in a language. `right` of `asked` held-out messages; `turns` of people lately."""

    name: str
    language: str
    examples: int
    low: bool
    right: int
    asked: int
    turns: int

    @property
    def quality(self) -> float | None:
        """Between 0 and 1, or None where nothing was asked."""
        return self.right / self.asked if self.asked else None

    @property
    def worth(self) -> float:
        """How many turns probably went wrong."""
        return self.turns * (UNMEASURED if self.quality is None else 1 - self.quality)


@dataclass(frozen=True)
class Sheet:
    """Rows of cells by topic; `best` are the cells where work pays most."""

    rows: Mapping[str, list[Cell]]
    best: list[Cell]
    reported: str


def sheet(coverage: Coverage, report: Mapping[str, Any], turns: Mapping[Key, int], topic: str = "") -> Sheet:
    """Topics, or the intents of one topic, by language."""
    names = {intent: [intent] for intent in coverage.topics.get(topic, [])} if topic else coverage.topics
    asked, right = _asked(report.get("messages") or [])
    rows: dict[str, list[Cell]] = {}
    for name, intents in sorted(names.items()):
        rows[name] = [_cell(name, intents, code, coverage, (asked, right, turns)) for code in LANGUAGES]
    cells = sorted((cell for row in rows.values() for cell in row), key=lambda cell: -cell.worth)
    return Sheet(rows, [cell for cell in cells if cell.worth > 0][:LISTED], str(report.get("made", "")))


def latest_report(places: Iterable[Path]) -> dict[str, Any]:
    """The newest of some reports' data, or nothing."""
    found = sorted((path for path in places if path.is_file()), key=lambda path: path.stat().st_mtime)
    try:
        data: dict[str, Any] = json.loads(found[-1].read_text("utf-8")) if found else {}
    except ValueError:
        return {}
    return data


def _cell(
    name: str, intents: list[str], code: str, coverage: Coverage, known: tuple[Counter[Key], Counter[Key], Any]
) -> Cell:
    asked, right, turns = known
    keys = [(intent, code) for intent in intents]
    topics = Coverage(coverage.counts, {name: intents}, {})
    examples, low = topics.of_topic(name, code)
    return Cell(
        name=name,
        language=code,
        examples=examples,
        low=low > 0,
        right=sum(right[key] for key in keys),
        asked=sum(asked[key] for key in keys),
        turns=sum(turns.get(key, 0) for key in keys),
    )


def _asked(messages: Iterable[Mapping[str, Any]]) -> tuple[Counter[Key], Counter[Key]]:
    asked: Counter[Key] = Counter()
    right: Counter[Key] = Counter()
    for message in messages:
        key = (str(message.get("expected")), str(message.get("language")))
        asked[key] += 1
        right[key] += bool(message.get("right"))
    return asked, right
