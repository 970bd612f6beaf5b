"""Intents of short messages in many languages: a quick look at the letters, a slow one at the sense.

The quick model (tf-idf) answers alone when it is sure and has seen words like these; otherwise the
sentence vector is computed and both are weighed together.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from bot.nlu.features import Grams, Vectoriser
from bot.nlu.softmax import FloatArray, fit_dense, fit_sparse, softmax

Embed = Callable[[str], FloatArray]
EmbedAll = Callable[[list[str]], FloatArray]


@dataclass(frozen=True)
class Settings:
    """How the model is built and when the quick look suffices."""

    buckets: int = 2**18
    min_count: int = 2
    epochs: int = 3
    strength: float = 10.0
    letters_share: float = 0.5
    sharpness: float = 1.2
    quick_sharpness: float = 1.0
    trust: float = 0.5
    centre_from: int = 40


@dataclass(frozen=True)
class Prediction:
    """Chances by intent, best first, and whether the sentence vector was needed."""

    ranking: list[tuple[str, float]]
    slow: bool


class IntentModel:
    """Fitted once, then only read: safe to share between threads."""

    def __init__(
        self,
        settings: Settings,
        intents: list[str],
        vectoriser: Vectoriser,
        letters: tuple[FloatArray, FloatArray],
        sense: tuple[FloatArray, FloatArray],
        centres: dict[str, FloatArray],
    ) -> None:
        self.settings = settings
        self.intents = intents
        self._vectoriser = vectoriser
        self._letters = letters
        self._sense = sense
        self._centres = centres

    @classmethod
    def fit(
        cls, texts: list[str], languages: list[str], intents: list[str], embed_all: EmbedAll, settings: Settings
    ) -> "IntentModel":
        """Learn from normalised texts, each with its language and intent."""
        names = sorted(set(intents))
        labels = np.array([names.index(intent) for intent in intents])
        vectoriser, rows = Vectoriser.fit(texts, Grams(), settings.buckets, settings.min_count)
        letters = fit_sparse(rows, labels, len(names), epochs=settings.epochs)
        vectors = embed_all(texts)
        centres = _centres(vectors, languages, settings.centre_from)
        known = [centres.get(language, centres[""]) for language in languages]
        sense = fit_dense(_unit(vectors - np.array(known)), labels, len(names), settings.strength)
        return cls(settings, names, vectoriser, letters, sense, centres)

    def predict(self, text: str, chances: Mapping[str, float], embed: Embed | None) -> Prediction:
        """Rank the intents of a normalised text; `chances` are those of its language.

        Without `embed` the quick look is all there is.
        """
        rows, values = self._vectoriser.row(text)
        weights, bias = self._letters
        letters = values @ weights[rows].astype(np.float32) + bias
        quick = softmax(letters * self.settings.quick_sharpness)
        if embed is None or quick.max() >= self.settings.trust:
            return Prediction(self._ranked(quick), slow=False)
        vector = _unit(embed(text) - self._centre(chances))
        sense = vector @ self._sense[0] + self._sense[1]
        both = softmax((sense + self.settings.letters_share * letters) * self.settings.sharpness)
        return Prediction(self._ranked(both), slow=True)

    def _centre(self, chances: Mapping[str, float]) -> FloatArray:
        total = np.zeros_like(self._centres[""])
        for language, chance in chances.items():
            total += chance * self._centres.get(language, self._centres[""])
        return total if chances else self._centres[""]

    def _ranked(self, chances: FloatArray) -> list[tuple[str, float]]:
        order = np.argsort(-chances, kind="stable")
        return [(self.intents[index], float(chances[index])) for index in order]

    def save(self, folder: Path) -> None:
        """Write the model: numbers in .npz, names and settings in JSON, nothing executable."""
        about = {"intents": self.intents, "settings": asdict(self.settings), "centres": list(self._centres)}
        (folder / "intents.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        np.savez(
            folder / "intents.npz",
            letters=self._letters[0].astype(np.float16),
            letters_bias=self._letters[1],
            sense=self._sense[0],
            sense_bias=self._sense[1],
            centres=np.array(list(self._centres.values())),
            **self._vectoriser.arrays(),
        )

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Read what `save` wrote."""
        about = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
        settings = Settings(**about["settings"])
        with np.load(folder / "intents.npz", allow_pickle=False) as stored:
            vectoriser = Vectoriser(Grams(), settings.buckets, stored["row_of"], stored["idf"])
            letters = (stored["letters"], stored["letters_bias"])
            sense = (stored["sense"], stored["sense_bias"])
            centres = dict(zip(about["centres"], stored["centres"], strict=True))
        return cls(settings, about["intents"], vectoriser, letters, sense, centres)


def _unit(vectors: FloatArray) -> FloatArray:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: FloatArray = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result


def _centres(vectors: FloatArray, languages: list[str], fewest: int) -> dict[str, FloatArray]:
    """The mean vector of each language with enough sentences, and under "" that of all."""
    centres = {"": vectors.mean(axis=0)}
    marks = np.array(languages)
    for language in sorted(set(languages)):
        chosen = vectors[marks == language]
        if language and len(chosen) >= fewest:
            centres[language] = chosen.mean(axis=0)
    return centres
