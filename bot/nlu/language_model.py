"""A letter-group model of our languages, trained on the examples that trainers write."""

import math
from pathlib import Path

import numpy as np

from bot.nlu.features import Grams, Vectoriser
from bot.nlu.language_id import LANGUAGES, identify
from bot.nlu.softmax import FloatArray, fit_sparse, softmax
from bot.nlu.tables import load_table
from bot.nlu.text import clip, fold

_GRAMS = Grams(char_min=1, char_max=4, words=1, folded=False)
_BUCKETS = 2**15
_FILE = "language.npz"
_WORDS_PER_SEED = 3
_SENTENCES_PER_LANGUAGE = 500  # more cost training time and teach nothing new


class LanguageModel:
    """Scores the twenty languages; small enough to load in milliseconds."""

    def __init__(self, vectoriser: Vectoriser, weights: FloatArray, bias: FloatArray) -> None:
        self._vectoriser = vectoriser
        self._weights = weights
        self._bias = bias

    @classmethod
    def fit(cls, texts: list[str], languages: list[str]) -> "LanguageModel":
        """Learn from marked sentences, together with the word lists that come with the code."""
        pairs = _fair_share(texts, languages) + seed_sentences()
        # Accents are left out on telephones: each sentence is learnt with and without.
        samples = [clip(text, 300).lower() for text, _ in pairs]
        plain = {(bare, code) for text, (_, code) in zip(samples, pairs, strict=True) if (bare := fold(text)) != text}
        samples += [text for text, _ in sorted(plain)]
        codes = [code for _, code in pairs] + [code for _, code in sorted(plain)]
        labels = np.array([LANGUAGES.index(code) for code in codes])
        vectoriser, rows = Vectoriser.fit(samples, _GRAMS, _BUCKETS, min_count=1)
        weights, bias = fit_sparse(rows, labels, len(LANGUAGES))
        return cls(vectoriser, weights, bias)

    def log_chances(self, text: str) -> dict[str, float]:
        """Language to log probability, floored so that no single witness can veto."""
        rows, values = self._vectoriser.row(text.lower())
        logits = values @ self._weights[rows] + self._bias
        chances = np.log(softmax(logits) + 1e-4)
        return {code: float(chance) for code, chance in zip(LANGUAGES, chances, strict=True)}

    def warm_up(self) -> None:
        """Load what is loaded at first use, so that the first person does not wait."""
        identify("warm up", self)

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        np.savez(
            folder / _FILE,
            weights=self._weights.astype(np.float16),
            bias=self._bias,
            **self._vectoriser.arrays(),
        )

    @classmethod
    def load(cls, folder: Path) -> "LanguageModel":
        """Read what `save` wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            vectoriser = Vectoriser(_GRAMS, _BUCKETS, stored["row_of"], stored["idf"])
            return cls(vectoriser, stored["weights"].astype(np.float32), stored["bias"])


def _fair_share(texts: list[str], languages: list[str]) -> list[tuple[str, str]]:
    """At most so many sentences of each language, taken from all over its examples."""
    chosen = []
    for code in LANGUAGES:
        own = [text for text, language in zip(texts, languages, strict=True) if language == code]
        step = max(1, math.ceil(len(own) / _SENTENCES_PER_LANGUAGE))
        chosen += [(text, code) for text in own[::step]]
    return chosen


def seed_sentences() -> list[tuple[str, str]]:
    """Runs of the listed everyday words, each with its language."""
    sentences = []
    for key, text in load_table("language_words").items():
        words, code = str(text).split(), key.split("-")[0]
        starts = range(0, len(words), _WORDS_PER_SEED)
        sentences += [(" ".join(words[start : start + _WORDS_PER_SEED]), code) for start in starts]
    return sentences
