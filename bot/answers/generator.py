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
from bot.answers.presentation import Reader, annotate, joined_buttons, show_reference
from bot.answers.shelf import Shelf
from bot.domain.errors import AnswerNotFound
from bot.domain.language import REFERENCE, closest
from bot.services.topics import Topics, topics_of
from bot.settings import Settings

log = logging.getLogger(__name__)

LANGUAGE_SLOT, SECOND_SLOT = "language", "second_language"
# Values an action passes on are for the text; these belong to the message itself.
_MESSAGE_PARTS = frozenset({"buttons", "elements", "custom", "template", "image", "attachment", "text"})
# What an action may ask for: the answer in another language, or one of the languages to compare with.
_IN_LANGUAGE, _REFERENCE = "in_language", "reference"


class CatalogueGenerator(NaturalLanguageGenerator):
    """Answers in the person's language: as the channel reports it, else as chosen here (slot), else English."""

    def __init__(
        self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None, shelf: Shelf | None = None
    ) -> None:
        self._root = Path.cwd()
        self._shelf = shelf or Shelf(self._root, Settings.read(os.environ).text_constants)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The answer for a key, or None when there is none: Rasa then stays silent and we log it."""
        catalogue = self._shelf.catalogue(time.monotonic())
        slots = {name: value for name, value in tracker.current_slot_values().items() if value is not None}
        values = {**slots, **{name: value for name, value in kwargs.items() if name not in _MESSAGE_PARTS}}
        reader = Reader(closest(values.pop(_IN_LANGUAGE, None)) or language_of(tracker), second_of(tracker))
        reference = closest(values.pop(_REFERENCE, None))
        values.pop(LANGUAGE_SLOT, None)
        try:
            if reference:
                return show_reference(catalogue, utter_action, reference, reader, values)
            answer = catalogue.answer(utter_action, reader.language, reader.second, **values)
            self._complete(catalogue, utter_action, tracker, reader, answer)
        except AnswerNotFound:
            log.error("answer_missing", extra={"key": utter_action})
            return None
        return answer

    def _complete(
        self, catalogue: Catalogue, key: str, tracker: DialogueStateTracker, reader: Reader, answer: dict[str, Any]
    ) -> None:
        topics = topics_of(self._root)
        topic = topics.of_answer(key)
        if topic is None:
            return
        first, second = _two_questions(tracker, topics)
        if second and topic == first:
            # The buttons of both come after the second answer.
            answer["buttons"] = []
        elif second and topic == second:
            answer["buttons"] = joined_buttons(catalogue, first, second, reader)
        annotate(catalogue, key, reader, answer)


def language_of(tracker: DialogueStateTracker) -> str:
    """The language to answer in."""
    return closest(_told(tracker, LANGUAGE_SLOT)) or REFERENCE


def second_of(tracker: DialogueStateTracker) -> str | None:
    """The language for what is missing in the first."""
    return closest(_told(tracker, SECOND_SLOT))


def _told(tracker: DialogueStateTracker, name: str) -> str | None:
    """What the channel reports, else what was chosen in this talk."""
    chosen = tracker.get_slot(name) if name in tracker.slots else None
    reported = (tracker.latest_message.metadata or {}).get(name) if tracker.latest_message else None
    return closest(reported) or chosen


def _two_questions(tracker: DialogueStateTracker, topics: Topics) -> tuple[str, str | None]:
    """The topics of the latest message; the second is None where only one is answered."""
    parsed = tracker.latest_message.parse_data if tracker.latest_message else {}
    second = None if tracker.active_loop_name else topics.second(parsed)
    return str((parsed.get("intent") or {}).get("name")), second
