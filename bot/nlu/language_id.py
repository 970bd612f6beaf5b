"""Which of the twenty languages a message is written in: right on three words.

The script decides first. Then three witnesses are added up: a letter-group model trained on our own
examples, the general model of py3langid, and letters that only one of the candidates uses.
"""

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from bot.nlu.scripts import ARABIC, ARMENIAN, CYRILLIC, ETHIOPIC, GEORGIAN, LATIN, script_of
from bot.nlu.text import RAW_LIMIT, clip

LANGUAGES = (
    "en", "fr", "nl", "pt", "ro", "es", "ar", "ru", "tr", "uk", "fa", "de",
    "mn", "ka", "ps", "sq", "hy", "so", "ti", "am",
)  # fmt: skip

CANDIDATES: dict[str, tuple[str, ...]] = {
    GEORGIAN: ("ka",),
    ARMENIAN: ("hy",),
    ETHIOPIC: ("am", "ti"),
    ARABIC: ("ar", "fa", "ps"),
    CYRILLIC: ("ru", "uk", "mn"),
    # The last ones have scripts of their own, but are often typed on a Latin keyboard.
    LATIN: ("en", "fr", "nl", "pt", "ro", "es", "tr", "de", "sq", "so", "ar", "ka", "hy", "mn", "ru", "fa", "ps"),
}

# A letter that one language has and the other candidates of its script lack.
_TELLING_LETTERS: dict[str, str] = {
    "uk": "іїєґІЇЄҐ",
    "mn": "өүӨҮ",
    "ps": "ټډړږښڼېۍځڅګ",
    "fa": "پچژگیک",
    "ar": "ةىيكأإؤطظضذث",
    "ti": "ቐቑቒቓቔቕቖኸኹኺኻኼኽኾኣዓሓ",
    "am": "አዐሐጸ",
    "ru": "ыэъёЫЭЪЁ",
    "ro": "ăâîșțşţĂÎȘȚ",
    "tr": "ğışİĞŞ",
    "pt": "ãõÃÕ",
    "de": "ßÄäÖ",
    "es": "ñ¿¡Ñ",
    "sq": "ëË",
    "fr": "èêùûœç",
}
_WEAK = {"fa", "ar", "am", "ru", "fr", "de"}
_GENERAL_WEIGHT = 0.35
_OWN_WEIGHT = 1.0


@dataclass(frozen=True)
class Guess:
    """The likeliest language, how sure we are (0 to 1), and the chances of all candidates."""

    language: str | None
    confidence: float
    chances: dict[str, float] = field(default_factory=dict)


NO_GUESS = Guess(None, 0.0)


class OwnModel(Protocol):
    """A model that scores languages by logarithm of their chance."""

    def log_chances(self, text: str) -> dict[str, float]:
        """Language to log probability; languages it has not learnt are absent."""


def identify(text: str, own: OwnModel | None = None) -> Guess:
    """The language of a text; `NO_GUESS` when it holds no letters of a script we serve."""
    text = clip(text, RAW_LIMIT)[:300]
    script = script_of(text)
    candidates = CANDIDATES.get(script.name, ())
    if not candidates:
        return NO_GUESS
    if len(candidates) == 1:
        return Guess(candidates[0], 1.0, {candidates[0]: 1.0})
    scores = dict.fromkeys(candidates, 0.0)
    _add(scores, own.log_chances(text) if own else {}, _OWN_WEIGHT)
    _add(scores, _general(text, candidates), _GENERAL_WEIGHT)
    for language in candidates:
        scores[language] += _telling(text, language)
    return _guess(scores)


def _add(scores: dict[str, float], witness: dict[str, float], weight: float) -> None:
    """Add a witness; a language it does not know gets its lowest score, for want of better."""
    if not witness:
        return
    unknown = min(witness.values())
    for language in scores:
        scores[language] += weight * witness.get(language, unknown)


def _telling(text: str, language: str) -> float:
    letters = _TELLING_LETTERS.get(language, "")
    if not any(letter in text for letter in letters):
        return 0.0
    return 0.7 if language in _WEAK else 2.0


def _guess(scores: dict[str, float]) -> Guess:
    best = max(scores.values())
    raised = {language: math.exp(score - best) for language, score in scores.items()}
    total = sum(raised.values())
    chances = {language: value / total for language, value in raised.items()}
    language = max(chances, key=lambda key: chances[key])
    return Guess(language, chances[language], chances)


@lru_cache(maxsize=1)
def _general_model() -> "GeneralModel":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_pickled_model(MODEL_FILE)
    model.set_languages([code for code in LANGUAGES if code in set(model.nb_classes)])
    return GeneralModel(model)


class GeneralModel:
    """py3langid, limited to our languages; its scores are softened, since it is too sure of itself."""

    def __init__(self, model: object) -> None:
        self._model = model

    def scores(self, text: str) -> dict[str, float]:
        """Language to score, the best being 0."""
        ranked = self._model.rank(text)  # type: ignore[attr-defined]
        best = float(ranked[0][1])
        return {str(code): max(-12.0, (float(score) - best) / 4) for code, score in ranked}


def _general(text: str, candidates: tuple[str, ...]) -> dict[str, float]:
    scores = _general_model().scores(text.lower())
    return {code: score for code, score in scores.items() if code in candidates}
