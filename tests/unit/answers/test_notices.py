"""Notices: queued for sending and written into the history, in the person's language."""

from pathlib import Path

import pytest

from bot.answers.notices import Notices
from bot.answers.shelf import Shelf
from bot.domain.conversation import Channel
from tests.fakes import FakeClock

ROOT = Path(__file__).parents[3]


@pytest.fixture
def notices(app):
    shelf = Shelf(ROOT, app.settings.text_constants)
    return Notices(lambda: shelf.catalogue(0.0), FakeClock())


def tell(app, notices, person):
    with app.new_work() as work:
        notices.tell(work, person, "utter_callback_someone_tried")
        work.commit()
    with app.new_work() as work:
        return work.outbox.unsettled(), work.trackers.all(person.id)


def test_a_notice_is_queued_in_the_persons_language_and_kept_in_the_history(app, notices):
    person = app.conversations.meet(Channel.TELEGRAM, "55", "fr")
    [call], [event] = tell(app, notices, person)
    assert call.params["chat_id"] == 55
    assert call.params["text"] == event["text"]
    told = {"utter_action": "utter_callback_someone_tried", "author": "notice", "outbox": [call.id]}
    assert event["metadata"] == told
    assert notices._catalogue().text("utter_callback_someone_tried", "fr")[:20] in event["text"]


def test_nothing_is_queued_for_somebody_who_blocked_the_bot(app, notices):
    person = app.conversations.meet(Channel.TELEGRAM, "55", "fr")
    app.conversations.block(person.id)
    assert tell(app, notices, app.conversations.get(person.id)) == ([], [])
