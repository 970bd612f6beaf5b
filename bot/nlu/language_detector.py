"""Rasa component: sets `language` and `language_confidence` on each message."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.examples import marked_examples
from bot.nlu.language_id import identify
from bot.nlu.language_model import LanguageModel
from bot.nlu.skip import is_settled
from bot.nlu.tables import code_version


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LanguageDetector(GraphComponent):
    """Identifies the language; learns from the `language` marks of the training examples."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, model: LanguageModel | None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LanguageDetector":
        """A detector that has learnt nothing yet: script, letters and the general model only."""
        return cls(model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LanguageDetector":
        """A trained detector."""
        with model_storage.read_from(resource) as folder:
            model = LanguageModel.load(folder)
        model.warm_up()
        return cls(model_storage, resource, model)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Changes with the code and tables around this class."""
        return code_version()

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the languages from the marked examples."""
        texts, languages, _ = marked_examples(training_data)
        self._model = LanguageModel.fit(texts, languages)
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the language of each message that is not a payload."""
        for message in messages:
            if is_settled(message):
                continue
            guess = identify(message.get(TEXT) or "", self._model)
            message.set("language", guess.language, add_to_output=True)
            message.set("language_confidence", round(guess.confidence, 4), add_to_output=True)
            message.set("language_chances", guess.chances)
        return messages
