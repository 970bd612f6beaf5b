from datetime import datetime, timezone

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.utils.common import all_subclasses

from bot.bootstrap import build
from bot.dialogue.events import event_from, event_to
from bot.dialogue.tracker_store import SqlTrackerStore
from bot.dialogue.turn import turn
from bot.storage.migrate import migrate

DOMAIN = Domain.from_yaml(
    'version: "3.1"\nintents: [hi]\nslots:\n  language:\n    type: text\n    mappings: [{type: custom}]\n'
)


def now():
    return datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


@pytest.fixture
def app(tmp_path):
    built = build({"MONTOYER_DATABASE_URL": f"sqlite:///{tmp_path / 'm.db'}"})
    migrate(built.engine)
    return built


@pytest.fixture
def store(app):
    return SqlTrackerStore(app.new_work, now, DOMAIN)


def heard(text):
    return UserUttered(text, {"name": "hi", "confidence": 1.0})


SESSION = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]


async def talk(store, *turns):
    for events in turns:
        tracker = await store.get_or_create_tracker("p", append_action_listen=False)
        for event in events:
            tracker.update(event, DOMAIN)
        await store.save(tracker)


def texts(tracker):
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


async def test_an_unknown_person_has_no_tracker(store):
    assert await store.retrieve("p") is None


async def test_a_talk_is_kept_over_turns(store):
    await talk(store, [*SESSION, heard("a"), SlotSet("language", "fr")], [heard("b"), BotUttered("c")])
    tracker = await store.retrieve("p")
    assert texts(tracker) == ["a", "b"]
    assert tracker.get_slot("language") == "fr"


async def test_only_the_latest_session_is_read(store):
    await talk(store, [*SESSION, heard("old")], [*SESSION, heard("new")])
    assert texts(await store.retrieve("p")) == ["new"]
    assert texts(await store.retrieve_full_tracker("p")) == ["old", "new"]


async def test_a_turn_is_one_row(store, app):
    await talk(store, [*SESSION, heard("a")], [heard("b")], [heard("c")])
    with app.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM tracker_turn").scalar() == 3


async def test_what_belongs_to_the_turn_is_written_with_it(store, app):
    with turn(lambda work: work.inbox.finish(1, "p", now())) as running:
        with app.new_work() as work:
            work.inbox.claim([{"update_id": 1}], now())
            work.commit()
        await talk(store, [*SESSION, heard("a")])
    assert running.committed
    with app.new_work() as work:
        assert work.inbox.unhandled() == []


async def test_a_turn_that_cannot_be_finished_keeps_nothing(store):
    def fail(_work):
        raise RuntimeError

    with pytest.raises(RuntimeError), turn(fail):
        await talk(store, [*SESSION, heard("a")])
    assert await store.retrieve("p") is None


async def test_a_forgotten_person_stays_forgotten(store):
    await talk(store, [*SESSION, heard("secret")])
    with store._new_work() as work:
        work.erase("p")
        work.commit()
    await talk(store, [heard("/forget_confirmed"), ActionExecuted("action_forget")])
    assert await store.retrieve("p") is None


async def test_nothing_of_a_talk_stands_in_the_file_in_clear(store, app, tmp_path):
    await talk(store, [*SESSION, heard("my number is 0470123456")])
    app.engine.dispose()
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.name.startswith("m.db"))
    assert stored
    assert b"0470123456" not in stored


async def test_what_a_form_was_told_leaves_the_history_with_the_turn_that_ends_it(store):
    await talk(store, SESSION)
    tracker = await store.retrieve("p")
    tracker.update_with_events(
        [ActiveLoop("callback_form"), SlotSet("requested_slot", "callback_name"), heard("Amina Diallo")], DOMAIN
    )
    tracker.update(SlotSet("callback_name", "Amina Diallo"))
    await store.save(tracker)
    assert "Amina" in str([event.as_dict() for event in (await store.retrieve("p")).events])

    tracker = await store.retrieve("p")
    tracker.update_with_events([heard("yes"), ActiveLoop(None), SlotSet("callback_name", None)], DOMAIN)
    await store.save(tracker)
    after = await store.retrieve("p")
    assert "Amina" not in str([event.as_dict() for event in after.events])
    assert [event.text for event in after.events if isinstance(event, UserUttered)][-2:] == ["[name]", "yes"]
    assert after.active_loop_name is None


def test_every_kind_of_event_reads_back_as_rasa_reads_it():
    kinds = {kind.type_name for kind in all_subclasses(Event) if kind.type_name}
    events = [heard("a"), BotUttered("b", {"buttons": []}), SlotSet("language", "fr"), ActiveLoop("f"), *SESSION]
    for event in events:
        assert event.type_name in kinds
        assert event_from(event_to(event)) == Event.from_parameters(event.as_dict())


def test_an_unknown_event_is_refused():
    with pytest.raises(ValueError, match="unknown event"):
        event_from({"event": "no_such_thing"})
