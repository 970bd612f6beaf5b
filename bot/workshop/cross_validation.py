"""How well examples predict each other: each fifth of them is asked of a model that learnt the other four."""

import random
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from bot.nlu import sentence_vectors
from bot.nlu.figures import FIGURE, figure_examples
from bot.nlu.intent_model import IntentModel, Settings
from bot.nlu.text import normalise
from bot.workshop.examples import Example

FOLDS = 5
Progress = Callable[[int, int], None]


def cross_validate(examples: list[Example], folds: int, progress: Progress) -> dict[str, Any]:
    """Shares of right answers by intent and by language. Vectors of known examples come from the cache."""
    counts: dict[str, dict[str, list[int]]] = {"intents": defaultdict(lambda: [0, 0])}
    counts["languages"] = defaultdict(lambda: [0, 0])
    parts = split(examples, folds)
    texts = sorted({normalise(example.text) for example in examples})
    vectors = dict(zip(texts, sentence_vectors.embed_all(texts), strict=True))
    for number, part in enumerate(parts):
        progress(number, folds)
        rest = [example for other, listed in enumerate(parts) if other != number for example in listed]
        model = _fit(rest)
        for example in part:
            ranking = model.predict(normalise(example.text), {example.language: 1.0}, vectors.__getitem__).ranking
            first = next(name for name, _ in ranking if name != FIGURE)
            for key, name in (("intents", example.intent), ("languages", example.language)):
                counts[key][name][0] += first == example.intent
                counts[key][name][1] += 1
    right, total = map(sum, zip(*counts["intents"].values(), strict=True))
    shares = {key: {name: _share(*pair) for name, pair in sorted(group.items())} for key, group in counts.items()}
    return {"folds": folds, "all": _share(right, total), **shares}


def split(examples: list[Example], folds: int) -> list[list[Example]]:
    """Parts in which every intent and language has its share; the same each time."""
    groups: dict[tuple[str, str], list[Example]] = defaultdict(list)
    for example in examples:
        groups[example.intent, example.language].append(example)
    parts: list[list[Example]] = [[] for _ in range(folds)]
    shuffle = random.Random(0)  # noqa: S311 - a fixed order, nothing secret
    place = 0
    for group in groups.values():
        shuffle.shuffle(group)
        for example in group:
            parts[place % folds].append(example)
            place += 1
    return parts


def _fit(examples: list[Example]) -> IntentModel:
    languages = [example.language for example in examples]
    figures, figure_languages = figure_examples(set(languages))
    texts = [normalise(example.text) for example in examples] + figures
    intents = [example.intent for example in examples] + [FIGURE] * len(figures)
    return IntentModel.fit(texts, languages + figure_languages, intents, sentence_vectors.embed_all, Settings())


def _share(count: int, total: int) -> dict[str, Any]:
    return {"count": count, "total": total, "value": round(count / total, 4) if total else 0.0}
