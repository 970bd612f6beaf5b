"""From a method name and raw parameters to Telegram's answer; every outcome goes into the journal."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.telegram_server import editing, profile, rooms, sending
from tests.telegram_server.polling import Poller
from tests.telegram_server.records import ApiError, Call, Json, Upload
from tests.telegram_server.validation import validate
from tests.telegram_server.webhook_settings import WebhookSettings
from tests.telegram_server.world import World

HANDLERS = sending.HANDLERS | editing.HANDLERS | profile.HANDLERS | rooms.HANDLERS


class Dispatcher:
    """Carries calls out. `strict`: remarks are refused, not only noted."""

    def __init__(self, world: World, poller: Poller, webhook: WebhookSettings, strict: bool) -> None:
        self._world = world
        self._poller = poller
        self._webhook = webhook
        self._strict = strict

    async def answer(
        self,
        call: Call,
        files: Mapping[str, Upload],
        forced: ApiError | None,
        connected: Callable[[], bool],
    ) -> Json:
        """The body of the answer; the call holds its status. A forced error comes before any work."""
        try:
            if forced:
                raise forced
            params = self._checked(call, files)
            call.result = await self._result(call, params, connected)
        except ApiError as error:
            call.status, call.error = error.code, error.description
            if error.code == 400 and error is not forced:
                self._world.journal.problem(call.method, error.description)
            return error.body()
        finally:
            call.finished = self._world.clock()
        call.status = 200
        return {"ok": True, "result": call.result}

    def _checked(self, call: Call, files: Mapping[str, Upload]) -> Json:
        params, call.remarks = validate(call.method, call.params, files)
        if call.remarks and self._strict:
            raise ApiError(400, "Bad Request: (strict server) " + "; ".join(call.remarks))
        for remark in call.remarks:
            self._world.journal.problem(call.method, f"remark: {remark}")
        return params

    async def _result(self, call: Call, params: Json, connected: Callable[[], bool]) -> Any:
        match call.method:
            case "getUpdates":
                return await self._poller.get_updates(params, connected)
            case "setWebhook":
                return self._webhook.set(params)
            case "deleteWebhook":
                return self._webhook.delete(params)
            case "getWebhookInfo":
                return self._webhook.info()
            case method:
                return HANDLERS[method](self._world, params, call)
