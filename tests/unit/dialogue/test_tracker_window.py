"""A dialogue that is read from a mark stands where the whole dialogue stands."""

import random
from datetime import datetime, timezone

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    ConversationResumed,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.bootstrap import build
from bot.dialogue.tracker_store import SqlTrackerStore
from bot.dialogue.tracker_window import EVERY, KEPT, stand_in
from bot.storage.migrate import migrate

DOMAIN = Domain.from_yaml(
    'version: "3.1"\nintents: [hi, danger, bye]\nactions: [utter_x]\nslots:\n'
    + "".join(
        f"  {name}:\n    type: {kind}\n    mappings: [{{type: custom}}]\n"
        for name, kind in (("language", "text"), ("urgent", "bool"), ("requested_slot", "any"))
    )
    + "forms:\n  form: {required_slots: [urgent]}\n"
)
SESSION = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]
LONG = 60


def now():
    return datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


@pytest.fixture
def store(tmp_path):
    app = build({"MONTOYER_DATABASE_URL": f"sqlite:///{tmp_path / 'm.db'}"})
    migrate(app.engine)
    return SqlTrackerStore(app.new_work, now, DOMAIN)


def a_turn(intent, *between):
    heard = UserUttered(f"words {intent}", {"name": intent, "confidence": 1.0})
    return [heard, *between, ActionExecuted("utter_x"), BotUttered("x"), ActionExecuted("action_listen")]


async def talk(store, turns):
    """Whether the state was the same after every turn, and how many events were read at most."""
    whole = DialogueStateTracker("p", DOMAIN.slots)
    most = 0
    for events in [SESSION, *turns]:
        tracker = await store.get_or_create_tracker("p", append_action_listen=False)
        most = max(most, len(tracker.events))
        for event in events:
            tracker.update(event, DOMAIN)
            whole.update(event, DOMAIN)
        await store.save(tracker)
        assert stands(await store.retrieve("p")) == stands(whole)
    return most


def stands(tracker):
    state = tracker.current_state()
    del state["events"]
    loop = tracker.active_loop
    recent = tracker.past_states(DOMAIN)[-2 * KEPT :]
    return state, loop, tracker.followup_action, tracker.latest_bot_utterance, recent


def turns_of_all_kinds():
    chance = random.Random(11)
    for number in range(LONG):
        kind = chance.choice(["plain", "plain", "slot", "form", "pause"])
        if kind == "slot":
            yield a_turn("hi", SlotSet("language", chance.choice(["fr", "nl", None])))
        elif kind == "form":
            yield a_turn("bye", ActiveLoop("form"), SlotSet("requested_slot", "urgent"))
            for _ in range(chance.randrange(KEPT + EVERY + 3)):
                yield a_turn("hi")
            yield a_turn("hi", SlotSet("urgent", number % 2 == 0), SlotSet("requested_slot", None), ActiveLoop(None))
        elif kind == "pause":
            yield a_turn("hi", ConversationPaused())
            yield [UserUttered("to a person", {"name": "hi"})]
            yield [ConversationResumed()]
        else:
            yield a_turn("hi")


async def test_state_is_the_same_as_over_the_whole_dialogue(store):
    await talk(store, turns_of_all_kinds())


async def test_what_is_read_does_not_grow_with_the_dialogue(store):
    few = await talk(store, [a_turn("hi") for _ in range(2 * (KEPT + EVERY))])
    for _ in range(100):
        tracker = await store.retrieve("p")
        for event in a_turn("hi"):
            tracker.update(event, DOMAIN)
        await store.save(tracker)
    assert len((await store.retrieve("p")).events) <= few + len(SESSION)


async def test_the_whole_history_is_still_there_word_for_word(store):
    await talk(store, [a_turn("hi") for _ in range(30)])
    full = await store.retrieve_full_tracker("p")
    assert sum(isinstance(event, UserUttered) for event in full.events) == 30
    assert len(full.events) == len(SESSION) + 30 * len(a_turn("hi"))


async def test_that_danger_was_spoken_of_is_not_forgotten(store):
    await talk(store, [a_turn("danger"), *(a_turn("hi") for _ in range(40))])
    heard = [event.intent_name for event in (await store.retrieve("p")).events if isinstance(event, UserUttered)]
    assert "danger" in heard


async def test_a_new_session_is_read_alone(store):
    await talk(store, [a_turn("danger") for _ in range(20)])
    tracker = await store.retrieve("p")
    for event in [*SESSION, *a_turn("hi")]:
        tracker.update(event, DOMAIN)
    await store.save(tracker)
    heard = [event.intent_name for event in (await store.retrieve("p")).events if isinstance(event, UserUttered)]
    assert heard == ["hi"]


def test_a_form_is_never_put_into_other_words():
    assert stand_in([*SESSION, *a_turn("hi", ActiveLoop("form"))], DOMAIN) is None
    assert stand_in([*SESSION, *a_turn("hi")], DOMAIN) is not None


def test_words_are_not_stored_a_second_time():
    events = stand_in([*SESSION, *a_turn("danger"), *a_turn("hi")], DOMAIN)
    assert [event.text for event in events if isinstance(event, UserUttered)] == ["/danger", "/hi"]
    assert not any(isinstance(event, BotUttered) for event in events)
