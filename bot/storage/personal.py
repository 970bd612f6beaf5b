"""Everything that is stored about one person, found by the conversation's pseudonym: for erasing and for handing out.

A new table with a `conversation_id` is one more entry in `HOLDINGS`; a test fails for one that is missing.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.storage.connector_tables import button_press, message_edit
from bot.storage.handover_tables import chat_mute, chat_note, chat_sent, handover
from bot.storage.sealing import Sealer
from bot.storage.staff_group_tables import staff_topic, staff_topic_message
from bot.storage.studio_tables import conversation_tag, heard_turn
from bot.storage.tables import callback_attempt, callback_request, conversation, inbox, outbox, tracker_turn

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Holding:
    """A table with data about people. `of` is the condition under which a row is about a conversation.

    `keeps` lists columns to empty where the row itself has to stay.
    """

    name: str
    table: sa.Table
    key: str = "conversation_id"
    keeps: Mapping[str, None] = field(default_factory=dict)

    def of(self, conversation_id: str) -> Any:
        """The rows of a conversation."""
        return self.table.c[self.key] == conversation_id


@dataclass(frozen=True)
class CalledBack(Holding):
    """Calls are found through the request they belong to, and go with it."""

    def of(self, conversation_id: str) -> Any:
        """The calls of a conversation's requests."""
        mine = sa.select(callback_request.c.reference).where(callback_request.c.conversation_id == conversation_id)
        return self.table.c.reference.in_(mine)


HOLDINGS: tuple[Holding, ...] = (
    CalledBack("calls", callback_attempt),
    Holding("callback requests", callback_request),
    Holding("notes of colleagues", chat_note),
    Holding("mutes", chat_mute),
    Holding("forms sent", chat_sent),
    Holding("chats with colleagues", handover),
    Holding("messages in the staff group", staff_topic_message),
    Holding("topic in the staff group", staff_topic),
    Holding("dialogue", tracker_turn),
    Holding("messages sent", outbox),
    Holding("corrected messages", message_edit),
    Holding("pressed keyboards", button_press),
    Holding("topics of turns", heard_turn),
    Holding("tags", conversation_tag),
    # A claim stays, without the person: an update that Telegram repeats must not be answered again.
    Holding("updates received", inbox, keeps={"conversation_id": None}),
    Holding("conversation", conversation, key="id"),
)


class SqlPersonal:
    """Implements `subject_access_ports.PersonalData`."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    def erase(self, conversation_id: str) -> None:
        """Remove every row about a conversation."""
        for holding in HOLDINGS:
            table, mine = holding.table, holding.of(conversation_id)
            change = table.update().values(**holding.keeps) if holding.keeps else table.delete()
            self._connection.execute(change.where(mine))

    def counts(self, conversation_id: str) -> dict[str, int]:
        """How many rows of each kind there are."""
        return {holding.name: self._count(holding, conversation_id) for holding in HOLDINGS}

    def everything(self, conversation_id: str) -> dict[str, Rows]:
        """All rows of each kind, opened, in the order they were written; times as ISO 8601 in UTC."""
        return {holding.name: self._rows(holding, conversation_id) for holding in HOLDINGS}

    def _count(self, holding: Holding, conversation_id: str) -> int:
        query = sa.select(sa.func.count()).select_from(holding.table).where(holding.of(conversation_id))
        return int(self._connection.execute(query).scalar_one())

    def _rows(self, holding: Holding, conversation_id: str) -> Rows:
        order = list(holding.table.primary_key.columns)
        query = sa.select(holding.table).where(holding.of(conversation_id)).order_by(*order)
        return [self._opened(dict(row._mapping)) for row in self._connection.execute(query)]

    def _opened(self, row: dict[str, Any]) -> dict[str, Any]:
        return {name.removeprefix("sealed_"): self._plain(name, value) for name, value in row.items()}

    def _plain(self, name: str, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.isoformat()
        if name == "events" and value is not None:
            return json.loads(zlib.decompress(self._sealer.open_bytes(value)))
        if name.startswith("sealed_") and value is not None:
            return self._sealer.open(value)
        return value
