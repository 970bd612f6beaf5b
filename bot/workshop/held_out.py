"""Messages of tests/nlu measure the assistant: none may be learnt from."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.nlu.evaluation.held_out import read_cases
from bot.nlu.evaluation.likeness import plain
from bot.workshop.examples import Example
from bot.workshop.finding import Finding, error

FEWEST_WORDS = 4
"""Shorter messages are alike by chance."""


def check_held_out(root: Path, examples: list[Example]) -> Iterator[Finding]:
    """Examples that are also held-out messages."""
    try:
        kept = {plain(case.text) for case in read_cases(root / "tests" / "nlu")}
    except (ValueError, KeyError, TypeError, yaml.YAMLError) as fault:
        yield error("tests/nlu", 0, "held-out", f"the held-out messages cannot be read: {fault}")
        return
    for example in examples:
        if len(example.text.split()) >= FEWEST_WORDS and plain(example.text) in kept:
            message = f"«{example.text[:60]}» is a message of tests/nlu, which measures the assistant"
            yield error(example.file, example.line, "held-out", message, "Say it in other words here.")
