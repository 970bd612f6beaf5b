"""Figures of a model on the held-out messages, as plain data that the next report compares itself with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.nlu.evaluation.bars import Bar
from bot.nlu.evaluation.held_out import Case, Kind, read_cases
from bot.nlu.evaluation.judging import Judged, Share, by_intent, by_language, confusions, figures, topics

STEPS = 20
"""Columns of the histogram of confidence."""
WORST = 12
EXAMPLES = 3

Nearest = Mapping[str, list[tuple[str, str]]]
"""By message: the training examples most like it, each with its intent."""


@dataclass(frozen=True)
class Run:
    """A model's answers to a set of messages."""

    model: str
    answers: Sequence[Judged]


def cases(root: Path) -> list[Case]:
    """The held-out messages."""
    return read_cases(root / "tests" / "nlu")


def summary(run: Run, bars: Sequence[Bar]) -> dict[str, Any]:
    """All figures of a run, without its messages."""
    reached = figures(run.answers)
    on_topic = topics(run.answers)
    return {
        "model": run.model,
        "figures": {name: _share(share) for name, share in reached.items()},
        "bars": [_bar(bar, reached[bar.figure]) for bar in bars],
        "intents": {name: _share(share) for name, share in by_intent(on_topic).items()},
        "languages": {name: _share(share) for name, share in by_language(on_topic).items()},
        "out_of_scope": {name: _share(share) for name, share in by_intent(_of(run, Kind.OUT_OF_SCOPE)).items()},
        "histogram": histogram([answer for answer in run.answers if answer.case.kind is not Kind.LANGUAGE]),
        "matrix": matrix(on_topic),
        "milliseconds": middle([answer.milliseconds for answer in run.answers]),
    }


def messages(run: Run) -> list[dict[str, Any]]:
    """Every message with what became of it; enough to say later which of them changed."""
    return [
        {
            "text": answer.case.text,
            "language": answer.case.language,
            "kind": answer.case.kind.value,
            "expected": answer.case.intent,
            "intent": answer.intent if answer.case.kind is not Kind.LANGUAGE else answer.language,
            "confidence": round(answer.confidence, 4),
            "right": answer.right,
        }
        for answer in run.answers
    ]


def worst(run: Run, nearest: Nearest) -> list[dict[str, Any]]:
    """The most frequent confusions, with messages and the examples most like them."""
    listed = [each for each in confusions(run.answers) if each[2][0].case.kind is not Kind.LANGUAGE][:WORST]
    return [
        {
            "expected": expected,
            "found": found,
            "count": len(answers),
            "messages": [
                {
                    "text": answer.case.text,
                    "language": answer.case.language,
                    "confidence": round(answer.confidence, 2),
                    "near": [{"text": text, "intent": intent} for text, intent in nearest.get(answer.case.text, [])],
                }
                for answer in answers[:EXAMPLES]
            ],
        }
        for expected, found, answers in listed
    ]


def histogram(answers: Sequence[Judged]) -> dict[str, list[int]]:
    """How many answers were right and wrong, by confidence in twentieths."""
    counts = {"right": [0] * STEPS, "wrong": [0] * STEPS}
    for answer in answers:
        step = min(int(answer.confidence * STEPS), STEPS - 1)
        counts["right" if answer.right else "wrong"][step] += 1
    return counts


def matrix(answers: Sequence[Judged]) -> list[dict[str, Any]]:
    """Cells of the confusion matrix that are not empty."""
    cells: dict[tuple[str, str], int] = {}
    for answer in answers:
        cells[answer.case.intent, answer.intent] = cells.get((answer.case.intent, answer.intent), 0) + 1
    return [{"expected": one, "found": other, "count": count} for (one, other), count in sorted(cells.items())]


def changes(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Messages that are understood differently now; those that became wrong first."""
    known = {(each["text"], each["kind"], each["expected"]): each for each in before}
    found = []
    for each in after:
        former = known.get((each["text"], each["kind"], each["expected"]))
        if former is not None and former["intent"] != each["intent"]:
            found.append({**each, "before": former["intent"], "was_right": former["right"]})
    return sorted(found, key=lambda each: (each["right"], not each["was_right"], each["text"]))


def middle(values: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    ordered = sorted(values) or [0.0]
    return {"p50": round(ordered[len(ordered) // 2], 1), "p95": round(ordered[int(0.95 * (len(ordered) - 1))], 1)}


def _of(run: Run, kind: Kind) -> list[Judged]:
    return [answer for answer in run.answers if answer.case.kind is kind]


def _share(share: Share) -> dict[str, Any]:
    return {"count": share.count, "total": share.total, "value": round(share.value, 4)}


def _bar(bar: Bar, share: Share) -> dict[str, Any]:
    return {
        "figure": bar.figure,
        "meaning": bar.meaning,
        "limit": bar.limit,
        "upper": bar.upper,
        "value": round(share.value, 4),
        "count": share.count,
        "total": share.total,
        "cleared": bar.cleared(share.value),
    }
