"""What the trainers' pages share."""

from pathlib import Path

from bot.workshop.places import intent_files

LONGEST_EXAMPLE = 300
ROOT = Path()
"""The working folder: its files are what trainers change."""


def intents() -> list[str]:
    """Intents that have examples, topic by topic."""
    return list(intent_files(ROOT))
