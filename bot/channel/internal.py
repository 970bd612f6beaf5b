"""The bot's internal address, for our own processes only: the Playground's turns and health."""

import hmac
import itertools
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.channel.desk import Desk
from bot.channel.translate import translate
from bot.channel.turns import Turns
from bot.dialogue.explanation import explain, read_sources
from bot.domain.conversation import Channel, Conversation
from bot.domain.incoming import Incoming, Kind
from bot.observability.health import Check
from bot.observability.probe import readiness_route
from bot.observability.request import for_request, new_request
from bot.services.conversations import ConversationDesk

LONGEST_PARSED = 1_000
# Understands a text without a conversation.
Parse = Callable[[str], Awaitable[dict[str, Any]]]
# Understands texts with two models.
Compare = Callable[[list[str]], Awaitable[dict[str, Any]]]
_TALK = frozenset({Kind.TEXT, Kind.COMMAND, Kind.BUTTON, Kind.CONTACT, Kind.ATTACHMENT})


class Internal:
    """Runs Playground updates over the same turns as Telegram's and gives back the calls instead of making them."""

    def __init__(
        self,
        turns: Turns,
        conversations: ConversationDesk,
        tracker_store: Any,
        root: Path,
        token: str,
        parse: Parse,
        compare: Compare | None = None,
    ) -> None:
        self._turns = turns
        self._conversations = conversations
        self._tracker_store = tracker_store
        self._sources = read_sources(root)
        self._token = token.encode()
        self._parse = parse
        self._compare = compare
        self._updates = itertools.count(1)
        self._message_ids: defaultdict[str, Iterator[int]] = defaultdict(lambda: itertools.count(1_000_001))

    def app(self, checks: Mapping[str, Check]) -> Starlette:
        """The ASGI app; `checks` decide whether the process is ready."""
        return Starlette(
            routes=[
                Route("/healthz", self._health, methods=["GET"]),
                readiness_route(checks),
                Route("/playground", self._playground, methods=["POST"]),
                Route("/understand", self._understand, methods=["POST"]),
                Route("/compare", self._compared, methods=["POST"]),
            ]
        )

    async def _health(self, _request: Request) -> Response:
        return PlainTextResponse("ok")

    async def _playground(self, request: Request) -> Response:
        if not self._is_ours(request):
            return Response(status_code=403)
        try:
            body = json.loads(await request.body())
            person, update = str(body["person"]), dict(body["update"])
        except (ValueError, KeyError, TypeError):
            return Response(status_code=400)
        with for_request(new_request()):
            return JSONResponse(await self._turn(person, update))

    async def _understand(self, request: Request) -> Response:
        """What a text may mean, for staff; it is no turn and leaves no trace."""
        if not self._is_ours(request):
            return Response(status_code=403)
        try:
            text = str(json.loads(await request.body())["text"])
        except (ValueError, KeyError, TypeError):
            return Response(status_code=400)
        parsed = await self._parse(text.lstrip("/ \n\t")[:LONGEST_PARSED])
        return JSONResponse({"intent_ranking": (parsed.get("intent_ranking") or [])[:5]})

    async def _compared(self, request: Request) -> Response:
        """What texts mean to the model in service and to the candidate; no turns, without a trace."""
        if not self._is_ours(request):
            return Response(status_code=403)
        try:
            texts = [str(text) for text in json.loads(await request.body())["texts"]]
        except (ValueError, KeyError, TypeError):
            return Response(status_code=400)
        if self._compare is None:
            return Response(status_code=404)
        return JSONResponse(await self._compare([text.lstrip("/ \n\t")[:LONGEST_PARSED] for text in texts]))

    def _is_ours(self, request: Request) -> bool:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
        return bool(self._token) and hmac.compare_digest(given, self._token)

    async def _turn(self, name: str, update: dict[str, Any]) -> dict[str, Any]:
        incoming = translate({**update, "update_id": -next(self._updates)})
        person = self._conversations.meet(Channel.PLAYGROUND, name, incoming.language_code)
        if incoming.kind not in _TALK:
            return {"calls": [], "understood": None}
        answered = await self._turns.run(incoming, person)
        calls = [self._numbered(name, item.method, item.params) for item in answered.outgoing]
        calls += _acknowledgement(incoming, answered.toast)
        return {"calls": calls, "understood": await self._understood(person)}

    def _numbered(self, name: str, method: str, params: dict[str, Any]) -> dict[str, Any]:
        return {"method": method, "params": params, "message_id": next(self._message_ids[name])}

    async def _understood(self, person: Conversation) -> dict[str, Any] | None:
        return explain(await self._tracker_store.retrieve(person.id), self._sources)


def _acknowledgement(incoming: Incoming, toast: str) -> list[dict[str, Any]]:
    """What a press brings besides the answer, as on Telegram: see `Desk`."""
    if incoming.press_id is None:
        return []
    return [
        {"method": method, "params": params} for method, params in Desk.acknowledgement(incoming, toast, used=not toast)
    ]
