"""The HTTP side: addresses, tokens, faults. What a method does is decided by the dispatcher."""

import asyncio
import re

from aiohttp import web

from tests.telegram_server.dispatch import Dispatcher
from tests.telegram_server.faults import Fault, FaultPlan, FaultScript
from tests.telegram_server.methods import BY_LOWER_CASE
from tests.telegram_server.records import ApiError, Call, Json, Upload
from tests.telegram_server.request_body import read_request
from tests.telegram_server.world import World

MAX_REQUEST_BYTES = 60 * 2**20
BAD_GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head></html>"
_BEFORE_WORK = frozenset({Fault.BAD_GATEWAY, Fault.RESET})


class Gateway:
    """Serves `/bot<token>/<method>` and `/file/bot<token>/<path>`; everything else is not found."""

    def __init__(self, token: str, world: World, dispatcher: Dispatcher, plan: FaultPlan, script: FaultScript) -> None:
        self._token = token
        self._world = world
        self._dispatcher = dispatcher
        self._plan = plan
        self._script = script

    def application(self) -> web.Application:
        app = web.Application(client_max_size=MAX_REQUEST_BYTES)
        app.router.add_route("*", "/bot{token}/{method}", self._method)
        app.router.add_get("/file/bot{token}/{path:.*}", self._file)
        app.router.add_route("*", "/{rest:.*}", _nowhere)
        return app

    async def in_webhook_reply(self, method: str, params: Json) -> None:
        """A call that came as the answer to a webhook post: nobody learns its result."""
        known = BY_LOWER_CASE.get(method.lower())
        if known is None:
            self._world.journal.problem(method, "unknown method")
            return
        call = Call(known, params, self._world.clock(), fault="in-webhook-reply")
        self._world.journal.calls.append(call)
        await self._dispatcher.answer(call, {}, None, lambda: True)

    async def _file(self, request: web.Request) -> web.Response:
        file = self._world.files.at(request.match_info["path"])
        if request.match_info["token"] != self._token or file is None:
            return await _nowhere(request)
        return web.Response(body=file.data, content_type="application/octet-stream")

    async def _method(self, request: web.Request) -> web.Response:
        try:
            call, files = await self._received(request)
        except ApiError as error:
            return _refused(error)
        except ConnectionError:  # The bot died while it was sending.
            return _hung_up()
        fault, forced = self._failure(call.method)
        call.fault = fault.value
        if fault in _BEFORE_WORK:
            return self._cut_short(call, fault, request)
        if fault is Fault.SLOW:
            await asyncio.sleep(self._plan.slow_seconds)
        try:
            body = await self._dispatcher.answer(call, files, forced, lambda: _connected(request))
        except ConnectionError:
            return _hung_up()
        if fault is Fault.RESET_AFTER:
            _cut(request)
            return _hung_up()
        return web.json_response(body, status=call.status)

    async def _received(self, request: web.Request) -> tuple[Call, dict[str, Upload]]:
        """The call as the journal keeps it; raises ApiError when it is not one of ours."""
        token, name = request.match_info["token"], request.match_info["method"]
        if token != self._token:
            raise ApiError(401 if re.match(r"\d+:", token) else 404, "Unauthorized")
        method = BY_LOWER_CASE.get(name.lower())
        if method is None:
            self._world.journal.problem(name, "unknown method")
            raise ApiError(404, "Not Found: method not found")
        call = Call(method, {}, self._world.clock())
        try:
            call.params, files = await read_request(request)
        except ApiError as error:
            self._world.journal.problem(method, error.description)
            raise
        self._world.journal.calls.append(call)
        return call, files

    def _failure(self, method: str) -> tuple[Fault, ApiError | None]:
        """A fault of the plan that prevents the call leaves the script for the next one."""
        planned = self._plan.draw(method)
        if planned in _BEFORE_WORK:
            return planned, None
        forced, scripted = self._script.next_for(method)
        return (scripted if planned is Fault.NONE else planned), forced

    def _cut_short(self, call: Call, fault: Fault, request: web.Request) -> web.Response:
        call.finished = self._world.clock()
        if fault is Fault.BAD_GATEWAY:
            call.status = 502
            return web.Response(status=502, text=BAD_GATEWAY_PAGE, content_type="text/html")
        call.status = -1
        _cut(request)
        return _hung_up()


async def _nowhere(request: web.Request) -> web.Response:
    return _refused(ApiError(404, "Not Found"))


def _refused(error: ApiError) -> web.Response:
    return web.json_response(error.body(), status=error.code)


def _connected(request: web.Request) -> bool:
    return request.transport is not None and not request.transport.is_closing()


def _cut(request: web.Request) -> None:
    if request.transport:
        request.transport.abort()


def _hung_up() -> web.Response:
    """Never arrives: the connection is gone."""
    return web.Response(status=499)
