"""Follow a process's readiness and say when it changes."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

EVERY = 5.0
PATIENCE = 6


async def watch_readiness(name: str, address: str, say: Callable[[str], None], every: float = EVERY) -> None:
    """Until cancelled: one line when the process stops being ready, with the reason, and one when it is again."""
    before = ""
    while True:
        now = await asyncio.to_thread(_complaint, address)
        if now != before:
            say(f"{name} is not ready: {now}" if now else f"{name} is ready again")
        before = now
        await asyncio.sleep(every)


def _complaint(address: str) -> str:
    """What is wrong, in words for the operator; empty when nothing is."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE):  # noqa: S310 - our own loopback address
            return ""
    except urllib.error.HTTPError as refusal:
        return _failed(refusal.read())
    except OSError:
        return "it does not answer"


def _failed(body: bytes) -> str:
    try:
        checks: dict[str, Any] = json.loads(body)["checks"]
    except (ValueError, KeyError, TypeError):
        return "it does not answer"
    return ", ".join(f"{name} ({check.get('reason')})" for name, check in checks.items() if not check["ok"])
