"""Conversations in SQL; the address is sealed."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.conversation import Channel, Conversation
from bot.storage.sealing import Sealer
from bot.storage.tables import conversation as table
from bot.storage.upsert import upsert

_BY_ID = sa.select(table).where(table.c.id == sa.bindparam("conversation"))


class SqlConversations:
    """Implements `ports.Conversations`."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    def pseudonym(self, channel: Channel, address: str) -> str:
        """The conversation id of an address."""
        return self._sealer.pseudonym(channel, address)

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation, or None."""
        row = self._connection.execute(_BY_ID, {"conversation": conversation_id}).first()
        if row is None:
            return None
        return Conversation(
            id=row.id,
            channel=Channel(row.channel),
            address=self._sealer.open(row.sealed_address),
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            language=row.language,
            hint=row.hint,
            blocked_at=row.blocked_at,
            stopped_at=row.stopped_at,
            second_language=row.second_language,
        )

    def save(self, conversation: Conversation) -> None:
        """Add or replace."""
        upsert(
            self._connection,
            table,
            {
                "id": conversation.id,
                "channel": conversation.channel.value,
                "sealed_address": self._sealer.seal(conversation.address),
                "language": conversation.language,
                "second_language": conversation.second_language,
                "hint": conversation.hint,
                "created_at": conversation.created_at,
                "last_seen_at": conversation.last_seen_at,
                "blocked_at": conversation.blocked_at,
                "stopped_at": conversation.stopped_at,
            },
        )
