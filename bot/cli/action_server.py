"""The action server: Rasa SDK's executor behind Starlette, for our own bot only.

`rasa run actions` serves the same package with the SDK's own server; this one needs no Sanic and asks for a token.
"""

import hmac
import json
import logging
import time
from typing import Any

import uvicorn
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.bootstrap import App
from bot.observability import metrics
from bot.observability.probe import readiness_route
from bot.observability.request import HEADER, for_request

log = logging.getLogger(__name__)


def create_app(package: str, app: App) -> Starlette:
    """The ASGI app: `POST /webhook` runs an action, `/healthz` tells that it is up, `/readyz` that it can work."""
    executor = ActionExecutor()
    executor.register_package(package)
    expected = f"Bearer {app.settings.internal_token}".encode()

    async def webhook(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), expected):
            return Response(status_code=403)
        call = json.loads(await request.body())
        with for_request(request.headers.get(HEADER, "")):
            return await _run(executor, call)

    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(
        routes=[
            Route("/webhook", webhook, methods=["POST"]),
            Route("/healthz", health, methods=["GET"]),
            readiness_route({"database": app.database_check}),
        ]
    )


async def _run(executor: ActionExecutor, call: dict[str, Any]) -> Response:
    started = time.monotonic()
    outcome = "failed"
    try:
        result = JSONResponse(await executor.run(call))
        outcome = "done"
        return result
    except ActionExecutionRejection as rejection:
        outcome = "rejected"
        return JSONResponse({"error": rejection.message, "action_name": rejection.action_name}, 400)
    except ActionNotFoundException as missing:
        return JSONResponse({"error": missing.message, "action_name": missing.action_name}, 404)
    except Exception as error:
        # The reason stays in our log: the answer goes into the bot's, and it may quote the person.
        log.error("action_failed", extra={"action": call.get("next_action")}, exc_info=True)
        return JSONResponse({"error": type(error).__name__}, 500)
    finally:
        metrics.ACTIONS.labels(outcome).inc()
        metrics.STAGE_SECONDS.labels("action").observe(time.monotonic() - started)
        log.info("action_run", extra={"action": call.get("next_action"), "outcome": outcome})


def serve(port: int, app: App) -> None:
    """Serve on the internal address until SIGTERM."""
    uvicorn.run(
        create_app("actions", app),
        host=app.settings.internal_host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
    )
