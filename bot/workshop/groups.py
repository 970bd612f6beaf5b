"""Messages grouped by likeness: what one look decides together."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.evaluation.likeness import overlaps, plain
from bot.services.studio_ports import Unclear

ALIKE = 0.34
"""Share of letter groups that two messages of one group have in common."""
LARGEST = 12
_GRAM = 3


@dataclass(frozen=True)
class Group:
    """Messages of one language that say much the same; the first is the most frequent."""

    messages: tuple[Unclear, ...]

    @property
    def first(self) -> Unclear:
        """The most frequent message."""
        return self.messages[0]

    @property
    def n(self) -> int:
        """How often any of them was written."""
        return sum(message.n for message in self.messages)


def group(messages: Sequence[Unclear]) -> list[Group]:
    """Groups, the most frequent first. A message joins the first group whose first message is like it."""
    ordered = sorted(messages, key=lambda message: -message.n)
    grams = [_grams(message.text) for message in ordered]
    rows = list(overlaps(grams, grams)) if grams else []
    leaders: dict[int, list[int]] = {}
    for place, message in enumerate(ordered):
        alike = (
            leader
            for leader, members in leaders.items()
            if ordered[leader].language == message.language and len(members) < LARGEST and rows[place][leader] >= ALIKE
        )
        leaders.setdefault(next(alike, place), []).append(place)
    groups = [Group(tuple(ordered[place] for place in members)) for members in leaders.values()]
    return sorted(groups, key=lambda each: -each.n)


def _grams(text: str) -> set[str]:
    padded = f" {plain(text)} "
    return {padded[start : start + _GRAM] for start in range(max(1, len(padded) - _GRAM + 1))}
