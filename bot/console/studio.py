"""What the trainers' pages share."""

from pathlib import Path

from bot.workshop.places import intent_files

LONGEST_EXAMPLE = 300
ROOT = Path()
"""The working folder: its files are what trainers change."""


def intents() -> list[str]:
    """Intents that have examples, topic by topic."""
    return list(intent_files(ROOT))


def changed() -> int:
    """Another number whenever a file of examples is."""
    return max((path.stat().st_mtime_ns for path in (ROOT / "data" / "nlu").glob("*.yml")), default=0)
