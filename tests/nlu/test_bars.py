"""The trained assistant against the bars of bars.yml."""

from pathlib import Path

import pytest

from bot.nlu.evaluation.bars import missed, read_bars
from bot.nlu.evaluation.held_out import Kind, read_cases
from bot.nlu.evaluation.interpreter import load_interpreter
from bot.nlu.evaluation.judging import figures, judge

FOLDER = Path(__file__).parent
BARS = read_bars(FOLDER / "bars.yml")


@pytest.fixture(scope="module")
def reached(model):
    cases = read_cases(FOLDER)
    assert {case.kind for case in cases} == set(Kind), "a part of the held-out set is gone"
    return figures(judge(cases, load_interpreter(model)))


@pytest.mark.model
@pytest.mark.parametrize("bar", BARS, ids=[bar.figure for bar in BARS])
def test_understanding_clears_the_bar(reached, bar):
    assert not missed(reached, [bar])


@pytest.mark.model
def test_every_figure_has_its_bar(reached):
    assert set(reached) == {bar.figure for bar in BARS}
