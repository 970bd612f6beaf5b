"""Rasa's policies with the same predictions, without looking at every rule and every past turn.

Rasa compares each of some two hundred rules with every turn of the dialogue, twice per prediction. What can
be known when the model is loaded is computed then: which rules can end in a given action and intent, how long
the longest rule is, and whether any rule looks at a message's text.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from rasa.core.policies import memoization, rule_policy
from rasa.core.policies.policy import PolicyPrediction
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

from bot.dialogue.direct_runner import Replacements

Ending = tuple[str | None, str | None]
_LOOKUPS = ("rules", "rules_for_loop_unhappy_path")
_HIDDEN = "rules_not_in_stories"


# The classes keep Rasa's names: Rasa writes the name into each prediction and looks for it later.
class RulePolicy(rule_policy.RulePolicy):
    """Takes the place of Rasa's `RulePolicy` when a trained model is served."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._states = {key: json.loads(key) for name in _LOOKUPS for key in self.lookup.get(name, {})}
        # Beside rules, this list names what Rasa does by itself.
        hidden = [json.loads(key) for key in self.lookup.get(_HIDDEN, ()) if key.startswith("[")]
        self._longest = max(map(len, [*self._states.values(), *hidden]), default=0)
        self._by_ending = {name: _by_ending(self.lookup.get(name, {}), self._states) for name in _LOOKUPS}
        self._reads_text = any(_may_follow_text(states[-1]) for states in self._states.values())

    def _rule_key_to_state(self, rule_key: str) -> list[State]:
        states: list[State] = self._states[rule_key]
        return states

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set[str]:
        """The rules that fit the end of the dialogue: only those that end as it does are compared."""
        name = next(name for name in _LOOKUPS if lookup is self.lookup.get(name))
        possible = set(self._candidates(name, states[-1])) if states else set(lookup)
        for index, state in enumerate(reversed(states)):
            if not possible or index >= self._longest:
                break
            possible = {key for key in possible if self._is_rule_applicable(key, index, state)}
        return possible

    def _candidates(self, name: str, state: State) -> Iterable[str]:
        by_ending = self._by_ending[name]
        action = state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME)
        intent = state.get(USER, {}).get(INTENT)
        for ending in {(action, intent), (action, None), (None, intent), (None, None)}:
            yield from by_ending.get(ending, ())

    def _prediction_states(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        use_text_for_last_user_input: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[State]:
        """The latest turns, one more than the longest rule has; no rule can tell earlier ones apart."""
        states = last_states(tracker, domain, self._longest + 1)
        self.featurizer._choose_last_user_input([states], use_text_for_last_user_input)
        return states

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        if use_text_for_last_user_input and not self._reads_text:
            return None, None, False
        found: tuple[str | None, str | None, bool] = super()._find_action_from_rules(
            tracker, domain, use_text_for_last_user_input
        )
        return found


def last_states(tracker: DialogueStateTracker, domain: Domain, count: int) -> list[State]:
    """The last of what `tracker.past_states(domain)` gives, without making the states before them."""
    applied = tracker.applied_events()
    skipped = sum(isinstance(event, ActionExecuted) for event in applied) + 1 - count
    walker = tracker.init_copy()
    states: list[State] = []
    for event in applied:
        if isinstance(event, ActionExecuted):
            if skipped <= 0:
                states.append(domain.get_active_state(walker))
            skipped -= 1
        walker.update(event)
    states.append(domain.get_active_state(walker))
    return states


def _by_ending(lookup: dict[str, str], states: dict[str, list[State]]) -> dict[Ending, list[str]]:
    """Rules by the action and intent that their last state demands; None where it demands none."""
    endings: dict[Ending, list[str]] = defaultdict(list)
    for key in lookup:
        last = states[key][-1]
        endings[last.get(PREVIOUS_ACTION, {}).get(ACTION_NAME), last.get(USER, {}).get(INTENT)].append(key)
    return endings


def _may_follow_text(last: State) -> bool:
    """Whether a rule that ends so can fit a state that holds a message's text instead of its intent."""
    after_message = last.get(PREVIOUS_ACTION, {}).get(ACTION_NAME) in (None, ACTION_LISTEN_NAME)
    return after_message and not last.get(USER, {}).get(INTENT)


class MemoizationPolicy(memoization.MemoizationPolicy):
    """Takes the place of Rasa's `MemoizationPolicy`; one that has memorised nothing needs no look at the dialogue."""

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """As Rasa's policy predicts."""
        if not self.lookup:
            return self._prediction(self._default_predictions(domain))
        return super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)


REPLACEMENTS: Replacements = {rule_policy.RulePolicy: RulePolicy, memoization.MemoizationPolicy: MemoizationPolicy}
