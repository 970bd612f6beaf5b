"""Figures that are read when Prometheus asks, because they stand in the database and change without us."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

UP = "montoyer_database_up"


@dataclass(frozen=True)
class Figure:
    """A number with its name, its meaning and, for a family of numbers, labels."""

    name: str
    help: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)


Read = Callable[[], list[Figure]]


class Figures(Collector):
    """Hands figures to Prometheus; when they cannot be read, says only that."""

    def __init__(self, read: Read) -> None:
        self._read = read

    def describe(self) -> list[Metric]:
        """Nothing beforehand: registering must not open the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The figures as they are now."""
        try:
            figures = self._read()
        except Exception:
            # Whatever is wrong with the database, the other metrics must still come through.
            figures = []
            yield GaugeMetricFamily(UP, "Whether the database answers.", value=0)
        else:
            yield GaugeMetricFamily(UP, "Whether the database answers.", value=1)
        families: dict[str, GaugeMetricFamily] = {}
        for figure in figures:
            family = families.setdefault(
                figure.name, GaugeMetricFamily(figure.name, figure.help, labels=list(figure.labels))
            )
            family.add_metric(list(figure.labels.values()), figure.value)
        yield from families.values()
