import asyncio

import pytest
from prometheus_client import REGISTRY

from bot.observability import spans
from bot.observability.spans import note, of_this_turn, span


class Ticks:
    """A clock that a test moves."""

    def __init__(self):
        self.now = 0.0

    def perf_counter(self):
        return self.now


@pytest.fixture
def ticks(monkeypatch):
    clock = Ticks()
    monkeypatch.setattr(spans, "time", clock)
    return clock


def counted(stage):
    return REGISTRY.get_sample_value("montoyer_stage_seconds_count", {"stage": stage}) or 0.0


def test_a_stage_does_not_count_what_runs_inside_it(ticks):
    stages = of_this_turn()
    with span("write"):
        ticks.now += 3
        with span("render"):
            ticks.now += 2
        ticks.now += 1
    assert stages == {"render": 2.0, "write": 4.0}


def test_a_stage_that_comes_twice_is_added_up_and_measured_each_time(ticks):
    before, stages = counted("decide"), of_this_turn()
    for _ in range(2):
        with span("decide"):
            ticks.now += 1
    assert stages == {"decide": 2.0}
    assert counted("decide") == before + 2


def test_a_stage_that_fails_is_measured_too(ticks):
    stages = of_this_turn()

    def fail():
        with span("act"):
            ticks.now += 1
            raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        fail()
    with span("send"):
        ticks.now += 1
    assert stages == {"act": 1.0, "send": 1.0}


async def test_turns_beside_each_other_do_not_mix(ticks):
    async def a_turn(stage, seconds):
        stages = of_this_turn()
        with span(stage):
            await asyncio.sleep(0)
            note("wait", seconds)
        return set(stages)

    assert await asyncio.gather(a_turn("read", 1), a_turn("act", 2)) == [{"read", "wait"}, {"act", "wait"}]
