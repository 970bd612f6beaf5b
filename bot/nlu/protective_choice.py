"""Rasa component: raises alarms for people in danger and says `nlu_fallback` when nothing is sure."""

from dataclasses import fields
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.decision import Decision, Limits, decide
from bot.nlu.protection import HOMELESS, INTENTS, read
from bot.nlu.skip import is_payload
from bot.nlu.tables import code_version

PROTECTED = frozenset({*INTENTS, HOMELESS})

SECOND = "second_intent"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ProtectiveChoice(GraphComponent, IntentClassifier):
    """The last word on the intent; why it departs from the ranking stands in `decision`."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The limits, by their names in `Limits`."""
        return {field.name: field.default for field in fields(Limits)}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ProtectiveChoice":
        """A component with the limits of the configuration; loads the table of words."""
        read("warm up")
        return cls(Limits(**{field.name: float(config[field.name]) for field in fields(Limits)}))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Changes with the code and tables around this class."""
        return code_version()

    def process(self, messages: list[Message]) -> list[Message]:
        """Settle the intent of each message that has a ranking and is not a payload."""
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY)
            if ranking and not is_payload(message):
                self._settle(message, ranking)
        return messages

    def _settle(self, message: Message, ranking: list[dict[str, Any]]) -> None:
        text = message.get(TEXT) or ""
        reading = read(text)
        decision = decide(_pairs(ranking), reading.alarm, self._limits, reading.figure)
        second = message.get("second_intent") or {}
        if second.get(INTENT_NAME_KEY) in PROTECTED and decision.intent not in PROTECTED and not reading.figure:
            # Danger in the second sentence is answered, whatever was asked in the first.
            decision = Decision(second[INTENT_NAME_KEY], second[PREDICTED_CONFIDENCE_KEY], "second question")
        if decision.intent in INTENTS or decision.intent == (message.get(SECOND) or {}).get(INTENT_NAME_KEY):
            # Beside an alarm nothing else is answered, and nothing is answered twice.
            message.set(SECOND, None, add_to_output=True)
        if decision.intent == ranking[0][INTENT_NAME_KEY]:
            return
        chosen = {INTENT_NAME_KEY: decision.intent, PREDICTED_CONFIDENCE_KEY: decision.confidence}
        others = [entry for entry in ranking if entry[INTENT_NAME_KEY] != decision.intent]
        message.set(INTENT, chosen, add_to_output=True)
        message.set(INTENT_RANKING_KEY, [chosen, *others], add_to_output=True)
        message.set("decision", _explained(decision, ranking), add_to_output=True)


def _pairs(ranking: list[dict[str, Any]]) -> list[tuple[str, float]]:
    return [(entry[INTENT_NAME_KEY], entry[PREDICTED_CONFIDENCE_KEY]) for entry in ranking]


def _explained(decision: Decision, ranking: list[dict[str, Any]]) -> dict[str, Any]:
    return {"reason": decision.reason, "instead_of": ranking[0][INTENT_NAME_KEY]}
