"""The action server: Rasa SDK's executor behind Starlette, for our own bot only.

`rasa run actions` serves the same package with the SDK's own server; this one needs no Sanic and asks for a token.
"""

import hmac
import json

import uvicorn
from rasa_sdk.executor import ActionExecutor
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.bootstrap import App
from bot.dialogue.action_run import run_action
from bot.observability.probe import readiness_route
from bot.observability.request import HEADER, for_request


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
            status, body = await run_action(executor, call)
        return JSONResponse(body, status)

    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(
        routes=[
            Route("/webhook", webhook, methods=["POST"]),
            Route("/healthz", health, methods=["GET"]),
            readiness_route({"database": app.database_check}),
        ]
    )


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
