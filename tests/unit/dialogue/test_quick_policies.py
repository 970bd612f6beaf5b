"""What we serve predicts as Rasa itself does, at every step of many dialogues."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.processor import AssistantProcessor
from bot.dialogue.quick_policies import last_states
from bot.dialogue.quick_tracker import QuickTracker

ROOT = Path(__file__).parents[3]
TURNS = 12
DIALOGUES = 25


@dataclass
class Both:
    """The same model, loaded by Rasa and by us."""

    stock: Any
    ours: Any
    metadata: Any

    def predict(self, tracker):
        target = self.metadata.core_target
        runs = (runner.run(inputs={"__tracker__": tracker}, targets=[target])[target] for runner in self)
        return tuple(_described(prediction) for prediction in runs)

    def __iter__(self):
        return iter((self.stock, self.ours))


def _described(prediction):
    return (
        list(prediction.probabilities),
        prediction.policy_name,
        prediction.events,
        prediction.hide_rule_turn,
        prediction.is_end_to_end_prediction,
        prediction.is_no_user_prediction,
    )


@pytest.fixture(scope="module")
def both(model, tmp_path_factory):
    metadata, stock = load_predict_graph_runner(
        tmp_path_factory.mktemp("model"), model, LocalModelStorage, DaskGraphRunner
    )
    _, _, ours = AssistantProcessor._load_model(model)
    return Both(stock, ours, metadata)


def rules():
    for path in sorted((ROOT / "data" / "stories").glob("*.yml")):
        content = yaml.safe_load(path.read_text("utf-8")) or {}
        yield from (entry["steps"] for kind in ("rules", "stories") for entry in content.get(kind) or [])


def events_of(step, domain):
    """The events that a step of a rule or story stands for."""
    if "intent" in step:
        entities = [{"entity": k, "value": v} for each in step.get("entities", []) if isinstance(each, dict)
                    for k, v in each.items()]  # fmt: skip
        yield ActionExecuted("action_listen")
        yield UserUttered("words", {"name": step["intent"], "confidence": 1.0}, entities)
    elif "action" in step:
        yield ActionExecuted(step["action"])
    elif "active_loop" in step:
        yield ActiveLoop(step["active_loop"])
    for each in step.get("slot_was_set", []):
        yield from (SlotSet(name, value) for name, value in each.items() if name in {s.name for s in domain.slots})


def dialogues(domain):
    chance = random.Random(7)
    known = list(rules())
    assert known, "nothing to talk about"
    for _ in range(DIALOGUES):
        yield [event for steps in chance.sample(known, TURNS) for step in steps for event in events_of(step, domain)]


@pytest.mark.model
def test_every_prediction_is_that_of_rasa(both):
    compared = 0
    for events in dialogues(both.metadata.domain):
        tracker = QuickTracker("p", both.metadata.domain.slots)
        for event in events:
            tracker.update(event, both.metadata.domain)
            if isinstance(event, ActionExecuted | UserUttered | ActiveLoop):
                stock, ours = both.predict(tracker)
                assert ours == stock, list(tracker.events)[-6:]
                compared += 1
    assert compared > DIALOGUES * TURNS


@pytest.mark.model
def test_the_last_states_are_the_end_of_all_states(both):
    domain = both.metadata.domain
    for events in dialogues(domain):
        tracker = DialogueStateTracker.from_events("p", events, domain.slots)
        for count in (1, 4, 1000):
            assert last_states(tracker, domain, count) == tracker.past_states(domain)[-count:]


@pytest.mark.model
def test_a_quick_copy_is_what_rasa_copies(both):
    domain = both.metadata.domain
    for events in dialogues(domain):
        original = QuickTracker.from_events("p", events, domain.slots)
        quick, stock = original.copy(), DialogueStateTracker.copy(original)
        assert quick.events == stock.events
        assert quick.current_state() == stock.current_state()
        assert quick.active_loop == stock.active_loop
        assert quick.followup_action == stock.followup_action
        assert {s.name: s.has_been_set for s in quick.slots.values()} == {
            s.name: s.has_been_set for s in stock.slots.values()
        }


@pytest.mark.model
def test_a_change_of_the_copy_stays_in_the_copy(both):
    domain = both.metadata.domain
    original = QuickTracker.from_events("p", [ActiveLoop("callback_form")], domain.slots)
    duplicate = original.copy()
    duplicate.update(SlotSet("language", "fr"), domain)
    duplicate.active_loop.rejected = True
    assert original.get_slot("language") is None
    assert not original.active_loop.rejected
    assert len(original.events) == 1
