"""Rasa's language generation out of the catalogue; named in `endpoints.yml`."""

import logging
import os
import time
from pathlib import Path
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.answers.catalogue import Catalogue
from bot.answers.shelf import Shelf
from bot.domain.errors import AnswerNotFound
from bot.domain.language import REFERENCE, closest
from bot.settings import Settings

log = logging.getLogger(__name__)

LANGUAGE_SLOT = "language"
# Values an action passes on are for the text; these belong to the message itself.
_MESSAGE_PARTS = frozenset({"buttons", "elements", "custom", "template", "image", "attachment", "text"})


class CatalogueGenerator(NaturalLanguageGenerator):
    """Answers in the person's language: as the channel reports it, else as chosen here (slot), else English."""

    def __init__(
        self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None, shelf: Shelf | None = None
    ) -> None:
        self._shelf = shelf or Shelf(Path.cwd(), Settings.read(os.environ).text_constants)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The answer for a key, or None when there is none: Rasa then stays silent and we log it."""
        catalogue = self._shelf.catalogue(time.monotonic())
        slots = {name: value for name, value in tracker.current_slot_values().items() if value is not None}
        values = {**slots, **{name: value for name, value in kwargs.items() if name not in _MESSAGE_PARTS}}
        try:
            return _answer(catalogue, utter_action, language_of(tracker), values)
        except AnswerNotFound:
            log.error("answer_missing", extra={"key": utter_action})
            return None


def _answer(catalogue: Catalogue, key: str, language: str, values: dict[str, Any]) -> dict[str, Any]:
    # A caller may ask for one answer in another language, as when a choice of language is confirmed.
    language = closest(values.pop("in_language", None)) or language
    values.pop(LANGUAGE_SLOT, None)
    return catalogue.answer(key, language, **values)


def language_of(tracker: DialogueStateTracker) -> str:
    """The language to answer in."""
    chosen = tracker.get_slot(LANGUAGE_SLOT) if LANGUAGE_SLOT in tracker.slots else None
    reported = (tracker.latest_message.metadata or {}).get("language") if tracker.latest_message else None
    return closest(reported) or closest(chosen) or REFERENCE
