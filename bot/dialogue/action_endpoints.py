"""Two ways to custom actions: over HTTP with kept connections, or inside this process. The same classes run."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot.dialogue.action_run import run_action
from bot.observability.request import HEADER, current_request

TIMEOUT = aiohttp.ClientTimeout(total=20)


class ActionServer(EndpointConfig):
    """Rasa's endpoint, but with one session for all calls instead of a new connection for each."""

    def __init__(self, url: str, token: str = "") -> None:
        super().__init__(url=url)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Post an action call. Raises `ClientResponseError` for an answer of 400 and above."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT, headers=self._headers)
        async with self._session.post(
            self.url, json=kwargs.get("json"), headers={HEADER: current_request()}
        ) as response:
            if response.status >= 400:  # noqa: PLR2004
                raise ClientResponseError(response.status, response.reason, await response.read())
            return await response.json()

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()


class InProcessActions(EndpointConfig):
    """Runs the actions of a package in this process, in a thread of their own: they wait for the database."""

    def __init__(self, package: str) -> None:
        super().__init__(url="in-process")
        self._executor = ActionExecutor()
        self._executor.register_package(package)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="actions")

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Run an action call. Raises `ClientResponseError` as the action server would answer."""
        context = copy_context()
        status, body = await asyncio.get_running_loop().run_in_executor(
            self._thread, lambda: context.run(lambda: asyncio.run(run_action(self._executor, kwargs["json"])))
        )
        if status >= 400:  # noqa: PLR2004
            raise ClientResponseError(status, "", json.dumps(body))
        return body

    async def close(self) -> None:
        """Let the running action end."""
        self._thread.shutdown()
