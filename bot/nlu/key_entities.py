"""Rasa component: countries, phones, e-mails, times, languages, places and the person's name."""

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.contact_finder import find_contacts
from bot.nlu.entity import Found
from bot.nlu.gazetteer import all_names, as_rows, from_rows
from bot.nlu.name_finder import NameFinder
from bot.nlu.person_name import find_person_name
from bot.nlu.skip import is_payload
from bot.nlu.tables import code_version

_FILE = "names.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class KeyEntities(GraphComponent, EntityExtractorMixin):
    """Adds entities found by tables and rules; positions are those of the original text.

    Training only gathers the names: reading the CLDR at every start would cost time and memory.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource, finder: NameFinder | None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._finder = finder

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "KeyEntities":
        """An extractor that has no names yet."""
        return cls(model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "KeyEntities":
        """An extractor with all names."""
        with model_storage.read_from(resource) as folder:
            rows = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        component = cls(model_storage, resource, NameFinder(from_rows(rows)))
        component._find("warm up 0470 00 00 00", None)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Gather the names of all languages and keep them with the model."""
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(as_rows(all_names()), ensure_ascii=False), encoding="utf-8")
        return self._resource

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Changes with the code and tables around this class."""
        return code_version()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message that is not a payload."""
        for message in messages:
            if is_payload(message):
                continue
            found = self._find(message.get(TEXT) or "", message.get("language"))
            entities = [entity.as_rasa(self.name) for entity in found]
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages

    def _find(self, text: str, language: str | None) -> list[Found]:
        contacts = find_contacts(text)
        person = find_person_name(text)
        names = self._finder.find(text, language) if self._finder else []
        if person is not None:
            # "My name is Georgia": a name given is not a country.
            names = [name for name in names if name.end <= person.start or name.start >= person.end]
        everything = [*contacts, *names, *([person] if person else [])]
        return sorted(everything, key=lambda entity: entity.start)
