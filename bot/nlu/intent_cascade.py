"""Rasa component: the intent of a message, with a ranking of all intents."""

from collections.abc import Callable
from dataclasses import fields
from functools import lru_cache
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import sentence_vectors
from bot.nlu.examples import marked_examples
from bot.nlu.figures import FIGURE, figure_examples, without_figures
from bot.nlu.intent_model import IntentModel, Prediction, Settings
from bot.nlu.questions import Ranking, second_question
from bot.nlu.skip import is_settled
from bot.nlu.tables import code_version
from bot.nlu.text import LENGTH_LIMIT, clean, clip, has_words, normalise

_REMEMBERED = 2048
_WORDLESS = "oos_gibberish"

Chances = tuple[tuple[str, float], ...]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentCascade(GraphComponent, IntentClassifier):
    """A quick model of letters and words, then multilingual sentence vectors where it is unsure."""

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: IntentModel | None
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model
        # Many people press the same words: a remembered answer costs nothing.
        self._predict: Callable[[str, Chances], Prediction] = lru_cache(maxsize=_REMEMBERED)(self._predict_anew)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings of the model, by their names in `Settings`, and how sure a second question must be."""
        return {"second_question": 0.6, **{field.name: field.default for field in fields(Settings)}}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "IntentCascade":
        """An untrained classifier."""
        return cls(config, model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "IntentCascade":
        """A trained classifier."""
        with model_storage.read_from(resource) as folder:
            model = IntentModel.load(folder)
        sentence_vectors.embed("warm up")
        return cls(config, model_storage, resource, model)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Changes with the code around this class and with the vectors' model."""
        return f"{code_version()} {sentence_vectors.model_version()}"

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the intents; vectors of known sentences come from the cache folder."""
        texts, languages, intents = marked_examples(training_data)
        settings = Settings(**{field.name: self._config[field.name] for field in fields(Settings)})
        figures, figure_languages = figure_examples(set(languages))
        model = IntentModel.fit(
            [normalise(text) for text in texts + figures],
            languages + figure_languages,
            intents + [FIGURE] * len(figures),
            sentence_vectors.embed_all,
            settings,
        )
        with self._model_storage.write_to(self._resource) as folder:
            model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent` and `intent_ranking` of each message that is not a payload."""
        for message in messages:
            if not is_settled(message):
                self._set_intent(message)
        return messages

    def _set_intent(self, message: Message) -> None:
        text = normalise(message.get(TEXT))
        if not has_words(text):
            _write(message, [(_WORDLESS, 1.0)], None)
            return
        chances = tuple((message.get("language_chances") or {}).items())
        whole = without_figures(self._predict(text, chances).ranking)
        # Sentences are told apart in the original: normalising joins the lines.
        original = clean(clip(message.get(TEXT), LENGTH_LIMIT), keep_lines=True)
        ranking, second = second_question(whole, original, self._rank_quickly, self._config["second_question"])
        _write(message, ranking, second)

    def _rank_quickly(self, sentence: str) -> Ranking:
        """The ranking of one sentence of several, by the quick look alone: time must stay bounded."""
        return without_figures(self._trained.predict(sentence, {}, None).ranking)

    @property
    def _trained(self) -> IntentModel:
        if self._model is None:
            raise RuntimeError("IntentCascade is asked before it was trained")
        return self._model

    def _predict_anew(self, text: str, chances: Chances) -> Prediction:
        return self._trained.predict(text, dict(chances), sentence_vectors.embed)


def _write(message: Message, ranking: Ranking, second: tuple[str, float] | None) -> None:
    named = [_named(name, chance) for name, chance in ranking]
    message.set(INTENT, named[0], add_to_output=True)
    message.set(INTENT_RANKING_KEY, named, add_to_output=True)
    if second is not None:
        message.set("second_intent", _named(*second), add_to_output=True)


def _named(name: str, chance: float) -> dict[str, Any]:
    return {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: chance}
