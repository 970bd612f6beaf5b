"""Runs Rasa's graph node after node, in the order of their needs.

Rasa hands the graph to dask's scheduler anew for each of the three runs of a turn; for a dozen nodes that
work one after another anyway, the scheduling costs more than most of the nodes.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage

Replacements = Mapping[type[GraphComponent], type[GraphComponent]]


class DirectRunner(GraphRunner):
    """Gives the same results as `DaskGraphRunner`. Safe in several threads, as far as the components are."""

    replacements: ClassVar[Replacements] = {}
    """Classes that take the place of Rasa's own: each computes the same, faster, from the same trained files."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._order = lru_cache(maxsize=None)(self._order_anew)

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
        replacements: Replacements | None = None,
    ) -> "DirectRunner":
        """A runner whose components are loaded; `replacements` are added to those of the class."""
        instead = {**cls.replacements, **(replacements or {})}
        for node in graph_schema.nodes.values():
            node.uses = instead.get(node.uses, node.uses)
        nodes = {
            name: GraphNode.from_schema_node(name, node, model_storage, execution_context, hooks)
            for name, node in graph_schema.nodes.items()
        }
        return cls(graph_schema, nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The outputs of the targets by name. Raises `GraphRunError` when an input is missing."""
        wanted = targets or self._schema.target_names
        done = dict(inputs or {})
        for name, needs in self._order(tuple(wanted)):
            try:
                given = [(need, done[need]) for need in needs]
            except KeyError as missing:
                raise GraphRunError(f"{name} needs {missing}, which nothing provides") from None
            done[name] = self._nodes[name](*given)[1]
        return {name: done[name] for name in wanted}

    def _order_anew(self, targets: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        """What must run for the targets, each after what it needs."""
        order: dict[str, tuple[str, ...]] = {}

        def visit(name: str) -> None:
            if name in order or name not in self._schema.nodes:
                return  # An input of the run is no node.
            needs = tuple(self._schema.nodes[name].needs.values())
            for need in needs:
                visit(need)
            order[name] = needs

        for target in targets:
            visit(target)
        return list(order.items())
