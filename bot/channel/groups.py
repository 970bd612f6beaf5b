"""Groups and channels: we say once that we speak in private only, and leave. The staff group is not left."""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from bot.channel.staff_room import StaffRoom
from bot.domain.incoming import Incoming, Kind

log = logging.getLogger(__name__)

REMEMBERED = 1_000

Text = Callable[[str, str | None], str]
Aside = Callable[[str, dict[str, Any]], Awaitable[None]]


class Groups:
    """`text` gives a text of the catalogue in the language of a phone we do not know."""

    def __init__(self, text: Text, aside: Aside, staff_group: str, room: StaffRoom | None = None) -> None:
        self._text = text
        self._aside = aside
        self._staff_group = staff_group
        self._room = room
        self._told: OrderedDict[str, None] = OrderedDict()

    async def attend(self, incoming: Incoming) -> None:
        """React to being in a group, or to a message there."""
        if self._staff_group and incoming.address == self._staff_group:
            self._follow(incoming)
            if self._room is not None:
                await self._room.hear(incoming)
            return
        if incoming.inner is Kind.EDIT:
            # An edit asks nothing of us.
            return
        if incoming.message_id is None:
            # We were just added, perhaps anew: it is said again.
            self._told.pop(incoming.address, None)
        where = {"chat_id": int(incoming.address)}
        if incoming.address not in self._told:
            self._remember(incoming.address)
            text = self._text("utter_group_only_private", incoming.language_code)
            await self._aside("sendMessage", {**where, "text": text, "parse_mode": "HTML"})
        await self._aside("leaveChat", where)

    def _follow(self, incoming: Incoming) -> None:
        """A group that becomes a supergroup gets another address."""
        if incoming.moved_to:
            log.warning("staff_group_moved: set MONTOYER_STAFF_GROUP to %s", incoming.moved_to)
            self._staff_group = incoming.moved_to

    def _remember(self, address: str) -> None:
        self._told[address] = None
        while len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
