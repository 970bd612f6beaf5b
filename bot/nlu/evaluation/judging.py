"""How well a trained model understands the held-out messages, as plain data for reports and tests."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.nlu import protection
from bot.nlu.decision import OUT_OF_SCOPE, UNSURE
from bot.nlu.evaluation.held_out import ANY_INTENT, Case, Kind
from bot.nlu.evaluation.interpreter import Interpreter, Parsed
from bot.nlu.language_id import LANGUAGES

SERVED_MOST = ("en", "fr", "nl")
FIRST_TWELVE = LANGUAGES[:12]
OTHER_EIGHT = LANGUAGES[12:]


@dataclass(frozen=True)
class Judged:
    """A message, what the model made of it, and how long it took.

    `intent` is what the assistant acts on, after alarms and fallback; `confidence` belongs to it.
    """

    case: Case
    intent: str
    confidence: float
    language: str | None
    milliseconds: float
    ranking: tuple[tuple[str, float], ...] = ()

    @property
    def declined(self) -> bool:
        """Whether the assistant said that this is not for it, or that it did not understand."""
        return self.intent == UNSURE or self.intent.startswith(OUT_OF_SCOPE)

    @property
    def alarmed(self) -> bool:
        """Whether an alarm was raised."""
        return self.intent in protection.INTENTS

    @property
    def right(self) -> bool:
        """Whether the assistant did what the message asks for."""
        if self.case.kind is Kind.LANGUAGE:
            return self.language == self.case.language
        if self.case.kind is Kind.PROTECTION and (self.case.alarm or self.case.intent == ANY_INTENT):
            return self.alarmed == self.case.alarm
        return self.intent == self.case.intent


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    count: int
    total: int

    @property
    def value(self) -> float:
        """Between 0 and 1; of nothing, not a number."""
        return self.count / self.total if self.total else float("nan")


def judge(cases: Iterable[Case], interpret: Interpreter) -> list[Judged]:
    """Ask the model about every case."""
    return [_judged(case, interpret) for case in cases]


def _judged(case: Case, interpret: Interpreter) -> Judged:
    started = time.perf_counter()
    parsed = interpret(case.text)
    return read_answer(case, parsed, 1000 * (time.perf_counter() - started))


def read_answer(case: Case, parsed: Parsed, milliseconds: float = 0.0) -> Judged:
    """What was understood of a case, from Rasa's answer."""
    intent: dict[str, Any] = parsed.get("intent") or {}
    ranking = tuple((str(entry["name"]), float(entry["confidence"])) for entry in parsed.get("intent_ranking") or ())
    name, confidence = str(intent.get("name") or UNSURE), float(intent.get("confidence") or 0.0)
    return Judged(case, name, confidence, parsed.get("language"), milliseconds, ranking)


def share(answers: Iterable[Judged], fits: Callable[[Judged], bool]) -> Share:
    """How many of the answers fit."""
    results = [fits(answer) for answer in answers]
    return Share(sum(results), len(results))


def topics(answers: Sequence[Judged], languages: Sequence[str] = LANGUAGES) -> list[Judged]:
    """The answers to messages about our topics, in some languages."""
    return [a for a in answers if a.case.kind is Kind.TOPIC and a.case.language in languages]


def figures(answers: Sequence[Judged]) -> dict[str, Share]:
    """The figures that `tests/nlu/bars.yml` sets bars for, by name."""
    outside = [a for a in answers if a.case.kind is Kind.OUT_OF_SCOPE]
    protective = [a for a in answers if a.case.kind is Kind.PROTECTION]
    three_words = [a for a in answers if a.case.kind is Kind.LANGUAGE]
    return {
        "accuracy_en_fr_nl": share(topics(answers, SERVED_MOST), lambda a: a.right),
        "accuracy_first_twelve": share(topics(answers, FIRST_TWELVE), lambda a: a.right),
        "accuracy_other_eight": share(topics(answers, OTHER_EIGHT), lambda a: a.right),
        "out_of_scope_declined": share(outside, lambda a: a.declined),
        "in_scope_lost": share(topics(answers), lambda a: a.declined),
        "protection_recall": share([a for a in protective if a.case.alarm], lambda a: a.alarmed),
        "lookalike_alarms": share([a for a in protective if not a.case.alarm], lambda a: a.alarmed),
        "language_of_three_words": share(three_words, lambda a: a.right),
    }


def by_intent(answers: Iterable[Judged]) -> dict[str, Share]:
    """How many of the messages of each intent were answered rightly."""
    return _grouped(answers, lambda answer: answer.case.intent)


def by_language(answers: Iterable[Judged]) -> dict[str, Share]:
    """How many of the messages of each language were answered rightly."""
    return _grouped(answers, lambda answer: answer.case.language)


def confusions(answers: Iterable[Judged]) -> list[tuple[str, str, list[Judged]]]:
    """Which intent was taken for which other, the most frequent first, with the messages."""
    wrong: dict[tuple[str, str], list[Judged]] = {}
    for answer in answers:
        if answer.case.intent and not answer.right:
            wrong.setdefault((answer.case.intent, answer.intent), []).append(answer)
    ordered = sorted(wrong.items(), key=lambda item: -len(item[1]))
    return [(expected, found, answers_) for (expected, found), answers_ in ordered]


def _grouped(answers: Iterable[Judged], key: Callable[[Judged], str]) -> dict[str, Share]:
    totals: Counter[str] = Counter()
    rights: Counter[str] = Counter()
    for answer in answers:
        totals[key(answer)] += 1
        rights[key(answer)] += answer.right
    return {name: Share(rights[name], total) for name, total in sorted(totals.items())}
