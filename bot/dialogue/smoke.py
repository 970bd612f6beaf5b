"""Whether a loaded model answers a few messages as it must, before people meet it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import yaml

Parse = Callable[[str], Awaitable[dict[str, Any]]]


def read_smoke(root: Path) -> list[tuple[str, str]]:
    """Messages with their intents, from `data/smoke.yml`. Raises ValueError when there is none: that proves nothing."""
    content = yaml.safe_load((root / "data" / "smoke.yml").read_text("utf-8")) or []
    cases = [(str(entry["text"]), str(entry["intent"])) for entry in content]
    if not cases:
        raise ValueError("data/smoke.yml asks nothing")
    return cases


async def wrong_answers(parse: Parse, cases: list[tuple[str, str]]) -> list[str]:
    """What a model gets wrong, as `message: wanted, not found`; it may fail outright on the first one."""
    wrong = []
    for text, intent in cases:
        found = str(((await parse(text)).get("intent") or {}).get("name"))
        if found != intent:
            wrong.append(f"{text}: {intent}, not {found}")
    return wrong
