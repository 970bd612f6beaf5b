"""Readiness over HTTP: the route that answers, and the check that asks another process of ours."""

from collections.abc import Mapping
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.observability.health import Check, NotReady, report


def readiness_route(checks: Mapping[str, Check]) -> Route:
    """`GET /readyz`: 200 when ready, else 503, with what each check found. `checks` may still grow."""

    async def readyz(_request: Request) -> Response:
        ready, told = await report(checks)
        return JSONResponse(told, 200 if ready else 503)

    return Route("/readyz", readyz, methods=["GET"])


def other_process(url: str) -> Check:
    """Whether a process of ours at this address is ready; it says so and decides nothing here."""
    return Check(lambda: _ask(f"{url}/readyz"), decides=False)


def reachable(url: str) -> Check:
    """Whether a process that this one cannot do without is alive."""
    return Check(lambda: _ask(f"{url}/healthz"))


async def _ask(address: str) -> dict[str, Any]:
    async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
        answer = await client.get(address)
    if answer.status_code != 200:  # noqa: PLR2004
        raise NotReady("not_ready", status=answer.status_code)
    return {}
