"""The bars that understanding must clear, from `tests/nlu/bars.yml`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.nlu.evaluation.judging import Share

AT_LEAST, AT_MOST = "at_least", "at_most"


@dataclass(frozen=True)
class Bar:
    """A limit for one figure of `evaluation.figures`; `upper` where more is worse."""

    figure: str
    limit: float
    upper: bool
    meaning: str = ""

    def cleared(self, value: float) -> bool:
        """Whether a value is good enough; what is not a number never is."""
        return value <= self.limit if self.upper else value >= self.limit


def read_bars(path: Path) -> list[Bar]:
    """The bars of a file. Raises ValueError where one has not exactly one limit, or there is none at all."""
    content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    bars = [_bar(str(name), entry) for name, entry in content.items()]
    if not bars:
        raise ValueError(f"{path.name} sets no bars")
    return bars


def _bar(figure: str, entry: Mapping[str, object]) -> Bar:
    limits = [key for key in (AT_LEAST, AT_MOST) if key in entry]
    if len(limits) != 1:
        raise ValueError(f"{figure}: give either {AT_LEAST} or {AT_MOST}")
    return Bar(figure, float(str(entry[limits[0]])), limits[0] == AT_MOST, str(entry.get("meaning", "")))


def missed(figures: Mapping[str, Share], bars: Iterable[Bar]) -> list[str]:
    """A line for each bar that is not cleared, naming it; empty when all is well."""
    return [_line(bar, figures[bar.figure]) for bar in bars if not bar.cleared(figures[bar.figure].value)]


def _line(bar: Bar, share: Share) -> str:
    wanted = "at most" if bar.upper else "at least"
    return f"{bar.figure}: {share.value:.3f} ({share.count} of {share.total}), {wanted} {bar.limit:g} wanted"
