"""No update that the Bot API's types allow raises anything, from its reading to its answer."""

import asyncio
import os

import pytest
from hypothesis import HealthCheck, given, settings

from bot.channel.translate import translate
from bot.domain.incoming import Kind
from tests.desk_world import World, now
from tests.update_types import updates

# `MONTOYER_FUZZ_UPDATES=10000` for the long run.
LONG = 1000
EXAMPLES = int(os.environ.get("MONTOYER_FUZZ_UPDATES", "250"))
# A second for each is plenty on any machine; the usual limit would end the long run.
pytestmark = pytest.mark.timeout(EXAMPLES)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    made = World(tmp_path_factory.mktemp("fuzz"), {"text": "Sure?", "buttons": [{"title": "A", "payload": "/affirm"}]})
    made.number, made.kinds, made.loop = 0, set(), asyncio.new_event_loop()
    yield made
    made.loop.close()
    # The strategy must reach the desk's every door, or it proves little; a short run may miss some.
    assert EXAMPLES < LONG or made.kinds >= {
        Kind.TEXT,
        Kind.BUTTON,
        Kind.EDIT,
        Kind.ATTACHMENT,
        Kind.GROUP,
        Kind.BLOCKED,
        Kind.OTHER,
    }


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES < LONG,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(updates())
def test_every_update_is_handled_without_an_exception(world, content):
    world.number += 1
    update = {"update_id": world.number, **content}
    with world.app.new_work() as work:
        work.inbox.claim([update], now())
        work.commit()
    incoming = translate(update, "montoyer_bot")
    world.kinds.add(incoming.kind)
    world.loop.run_until_complete(world.desk.handle(incoming))
    assert world.unhandled() == []
