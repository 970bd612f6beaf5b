"""Rasa policy: what else belongs to a turn when its question is answered."""

from pathlib import Path
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.domain.language import REFERENCE, closest
from bot.services.language_offer import language_to_offer
from bot.services.topics import FOLLOW_UP, Topics, topics_of

LISTEN = "action_listen"
OFFER = "action_offer_switch"
ABOVE_RULES = 7
_UNSURE = {"nlu_fallback": "action_unsure"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class AfterAnswer(Policy):
    """Answers a second question after the first, then offers to go on in the language the person writes.

    Rules cannot say this: they would have to name every pair of questions. While a form is open nothing is added.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Before rules, which would end the turn."""
        return {"priority": ABOVE_RULES}

    def train(self, *args: Any, **kwargs: Any) -> Resource:
        """Nothing is learnt: the topics are read from their file."""
        return self._resource

    def predict_action_probabilities(
        self, tracker: DialogueStateTracker, domain: Domain, *args: Any, **kwargs: Any
    ) -> PolicyPrediction:
        """Certain of one action, or silent."""
        action = next_action(tracker, topics_of(Path.cwd()))
        chances = self._default_predictions(domain)
        if action is not None:
            chances[domain.index_for_action(action)] = 1.0
        return self._prediction(chances)


def next_action(tracker: DialogueStateTracker, topics: Topics) -> str | None:
    """What comes next in this turn beside what the rules say, or None."""
    heard, done = _turn(tracker)
    if not heard or not done or tracker.active_loop_name:
        return None
    if done[-1] == OFFER:
        return LISTEN
    # The first step is for the rules; ours begin after it.
    plan = _plan(tracker, heard, topics)
    if len(plan) == 1 or plan[: len(done)] != done:
        return None
    return plan[len(done)] if len(done) < len(plan) else LISTEN


def _plan(tracker: DialogueStateTracker, heard: list[UserUttered], topics: Topics) -> list[str]:
    """All actions of the turn."""
    intent = str(heard[-1].intent_name)
    first = "action_follow_up" if intent.startswith(FOLLOW_UP) else _UNSURE.get(intent, f"utter_{intent}")
    second = topics.second(heard[-1].parse_data)
    plan = [first, f"utter_{second}"] if second else [first]
    asked = intent in topics or intent in _UNSURE or intent.startswith(FOLLOW_UP)
    if asked and intent not in topics.alone and _offers(tracker, heard):
        plan.append(OFFER)
    return plan


def _offers(tracker: DialogueStateTracker, heard: list[UserUttered]) -> bool:
    slots = tracker.current_slot_values()
    present = closest((heard[-1].metadata or {}).get("language")) or closest(slots.get("language")) or REFERENCE
    parsed = [message.parse_data for message in heard]
    return language_to_offer(parsed, present, slots.get("languages_offered") or []) is not None


def _turn(tracker: DialogueStateTracker) -> tuple[list[UserUttered], list[str]]:
    """The last message, after the written one before it, and the actions since."""
    done: list[str] = []
    heard: list[UserUttered] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered) and (not heard or event.parse_data.get("language")):
            heard.insert(0, event)
        elif isinstance(event, ActionExecuted) and not heard and event.action_name is not None:
            done.insert(0, event.action_name)
        if len(heard) == 2:  # noqa: PLR2004
            break
    return heard, done
