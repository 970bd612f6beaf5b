"""Rasa component: countries, phones, e-mails, times, languages, places and the person's name."""

from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.contact_finder import find_contacts
from bot.nlu.entity import Found
from bot.nlu.gazetteer import all_names
from bot.nlu.name_finder import NameFinder
from bot.nlu.person_name import find_person_name
from bot.nlu.skip import is_payload
from bot.nlu.tables import code_version


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class KeyEntities(GraphComponent, EntityExtractorMixin):
    """Adds entities found by tables and rules; positions are those of the original text."""

    def __init__(self, finder: NameFinder) -> None:
        self._finder = finder

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "KeyEntities":
        """An extractor with all tables loaded."""
        return cls(NameFinder(all_names()))

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """Changes with the code and tables around this class."""
        return code_version()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entities of each message that is not a payload."""
        for message in messages:
            if is_payload(message):
                continue
            found = self._find(message.get(TEXT) or "", message.get("language"))
            entities = [entity.as_rasa(self.name) for entity in found]
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages

    def _find(self, text: str, language: Optional[str]) -> List[Found]:
        contacts = find_contacts(text)
        person = find_person_name(text)
        names = self._finder.find(text, language)
        if person is not None:
            # "My name is Georgia": a name given is not a country.
            names = [name for name in names if name.end <= person.start or name.start >= person.end]
        everything = [*contacts, *names, *([person] if person else [])]
        return sorted(everything, key=lambda entity: entity.start)

