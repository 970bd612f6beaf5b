"""Gives a person years of dialogue: `python -m benchmarks.speed.history DATABASE EVENTS`.

The turns of whoever wrote last are written again and again through our own tracker store, as the bot writes them.
"""

import asyncio
import copy
import sys

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted, UserUttered

from bot.bootstrap import build, clock
from bot.dialogue.tracker_store import SqlTrackerStore


async def lengthen(database: str, events: int) -> int:
    """Gives the number of turns that were added."""
    app = build({"MONTOYER_DATABASE_URL": f"sqlite:///{database}"})
    store = SqlTrackerStore(app.new_repeatable_work, clock, Domain.load("domain.yml"))
    with app.engine.connect() as connection:
        query = "SELECT conversation_id FROM tracker_turn ORDER BY id DESC LIMIT 1"
        person = connection.exec_driver_sql(query).scalar()
    tracker = await store.retrieve(person)
    spoken = [event for event in tracker.events if not isinstance(event, SessionStarted)]
    begin = max(place for place, event in enumerate(spoken) if isinstance(event, UserUttered))
    turn, added = spoken[begin:], 0
    while added * len(turn) < events:
        tracker = await store.retrieve(person)
        for event in turn:
            tracker.update(copy.copy(event), store.domain)
        await store.save(tracker)
        added += 1
    return added


if __name__ == "__main__":
    print(asyncio.run(lengthen(sys.argv[1], int(sys.argv[2]))))
