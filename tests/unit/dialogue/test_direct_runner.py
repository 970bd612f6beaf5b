from typing import ClassVar

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode

from bot.dialogue.direct_runner import DirectRunner


class Adder(GraphComponent):
    def __init__(self, config):
        self.step = config["step"]

    @classmethod
    def create(cls, config, model_storage, resource, execution_context):
        return cls(config)

    def run(self, number, other=0):
        return number + other + self.step


class HundredAdder(Adder):
    def run(self, number, other=0):
        return number + other + 100 * self.step


class Replacing(DirectRunner):
    replacements: ClassVar = {Adder: HundredAdder}


def node(step, **needs):
    return SchemaNode(needs=needs, uses=Adder, constructor_name="create", fn="run", config={"step": step}, eager=True)


def runner(kind=DirectRunner):
    # Named so that neither the alphabet nor the order of writing is the order of need.
    schema = GraphSchema(
        {"c": node(1, number="b", other="a"), "a": node(10, number="__in__"), "b": node(2, number="a")}
    )
    return kind.create(schema, None, ExecutionContext(graph_schema=schema))


def test_nodes_run_after_what_they_need():
    assert runner().run({"__in__": 5}, ["c"]) == {"c": 5 + 10 + 2 + 15 + 1}


def test_only_what_a_target_needs_runs_and_several_targets_are_answered():
    assert runner().run({"__in__": 5}, ["a"]) == {"a": 15}
    assert runner().run({"__in__": 5}, ["b", "a"]) == {"b": 17, "a": 15}


def test_a_run_leaves_nothing_behind_for_the_next():
    shared = runner()
    assert [shared.run({"__in__": number}, ["b"])["b"] for number in (1, 2, 1)] == [13, 14, 13]


def test_a_missing_input_is_named():
    with pytest.raises(GraphRunError, match="__in__"):
        runner().run({}, ["b"])


def test_a_class_can_be_replaced_by_a_faster_one():
    assert runner(Replacing).run({"__in__": 0}, ["a"]) == {"a": 1000}
