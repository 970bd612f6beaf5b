"""Whether a process can do its work: named checks, asked side by side, told as JSON without personal data."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

Ask = Callable[[], Awaitable[dict[str, Any]]]

PATIENCE = 3.0
"""Seconds after which a check that does not answer has failed."""


class NotReady(Exception):
    """Raised by a check, with one word that says why and figures that explain it."""

    def __init__(self, reason: str, **figures: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.figures = figures


@dataclass(frozen=True)
class Check:
    """One question. `decides` tells whether the process is unready when it fails, or only says so."""

    ask: Ask
    decides: bool = True


async def report(checks: Mapping[str, Check]) -> tuple[bool, dict[str, Any]]:
    """Whether all that decides is well, and what each check found."""
    found = await asyncio.gather(*(_run(check) for check in checks.values()))
    told = dict(zip(checks, found, strict=True))
    ready = all(told[name]["ok"] for name, check in checks.items() if check.decides)
    return ready, {"ready": ready, "checks": told}


async def _run(check: Check) -> dict[str, Any]:
    started = time.monotonic()
    try:
        figures = await asyncio.wait_for(check.ask(), PATIENCE)
    except NotReady as fault:
        return {"ok": False, "reason": fault.reason, **fault.figures}
    except asyncio.TimeoutError:
        return {"ok": False, "reason": "no_answer"}
    except Exception as error:
        # The kind only: an exception's text may quote an address with a password in it.
        return {"ok": False, "reason": type(error).__name__}
    return {"ok": True, "seconds": round(time.monotonic() - started, 4), **figures}
