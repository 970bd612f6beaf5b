"""What was found in a text and where."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Found:
    """A part of the original text, from `start` up to `end`, and what it stands for."""

    kind: str
    value: str
    start: int
    end: int

    def as_rasa(self, extractor: str) -> dict[str, Any]:
        """The shape that Rasa gives to entities."""
        return {
            "entity": self.kind,
            "value": self.value,
            "start": self.start,
            "end": self.end,
            "extractor": extractor,
        }
