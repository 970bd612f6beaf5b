"""The way from the console to the bot process, for the Playground."""

from dataclasses import dataclass
from typing import Any

import httpx

SECONDS = 30


class BotAway(Exception):
    """The bot cannot be reached, or answered something unreadable."""


@dataclass(frozen=True)
class Reply:
    """The Bot API calls the bot would have made, and what it understood."""

    calls: list[dict[str, Any]]
    understood: dict[str, Any] | None


class BotLink:
    """Hands updates to the bot as Telegram would."""

    def __init__(self, url: str, token: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._url = url
        self._token = token
        self._transport = transport

    async def send(self, person: str, update: dict[str, Any]) -> Reply:
        """One turn of one person's conversation. Raises `BotAway`."""
        return _read(await self._post("playground", {"person": person, "update": update}))

    async def understand(self, text: str) -> list[str]:
        """The intents a text may have, the likeliest first. Raises `BotAway`."""
        return _names(await self._post("understand", {"text": text}))

    async def compare(self, texts: list[str]) -> dict[str, Any]:
        """What texts mean to the model in service and to the candidate. Raises `BotAway`."""
        body = await self._post("compare", {"texts": texts})
        if not isinstance(body, dict) or not isinstance(body.get("rows"), list):
            raise BotAway
        return body

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        if not self._url:
            raise BotAway
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            async with httpx.AsyncClient(transport=self._transport, timeout=SECONDS, trust_env=False) as client:
                response = await client.post(f"{self._url}/{path}", json=body, headers=headers)
            response.raise_for_status()
            return response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise BotAway from error


def _names(body: Any) -> list[str]:
    ranking = body.get("intent_ranking") if isinstance(body, dict) else None
    if not isinstance(ranking, list):
        raise BotAway
    return [str(entry.get("name", "")) for entry in ranking if isinstance(entry, dict)]


def _read(body: Any) -> Reply:
    if not isinstance(body, dict) or not isinstance(body.get("calls"), list):
        raise BotAway
    understood = body.get("understood")
    calls = [call for call in body["calls"] if isinstance(call, dict)]
    return Reply(calls, understood if isinstance(understood, dict) else None)
