"""What turns were about, in SQL."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.services.studio_ports import Found, HeardTurn, Wanted
from bot.storage.studio_tables import conversation_tag
from bot.storage.studio_tables import heard_turn as table
from bot.storage.upsert import insert_new

_ADD = table.insert()


class SqlHeardTurns:
    """Implements `studio_ports.HeardTurns`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, turn: HeardTurn) -> None:
        """A turn happened."""
        values = {name: getattr(turn, name) for name in HeardTurn.__dataclass_fields__}
        self._connection.execute(_ADD, values)

    def traffic(self, since: datetime) -> dict[tuple[str, str], int]:
        """Turns by intent and language."""
        by = (table.c.intent, table.c.language)
        query = sa.select(*by, sa.func.count()).where(table.c.at >= since).group_by(*by)
        return {(intent, language): int(n) for intent, language, n in self._connection.execute(query)}

    def find(self, wanted: Wanted, limit: int) -> list[Found]:
        """Conversations with such a turn, the latest first."""
        last = sa.func.max(table.c.at)
        query = sa.select(table.c.conversation_id, last, sa.func.count(), sa.func.min(table.c.confidence))
        query = query.where(*_conditions(wanted)).group_by(table.c.conversation_id).order_by(last.desc()).limit(limit)
        rows = self._connection.execute(query).all()
        tags = self._tags_of([row[0] for row in rows])
        return [Found(person, at, n, lowest, tuple(tags[person])) for person, at, n, lowest in rows]

    def tag(self, conversation_id: str, tag: str, by: str, now: datetime) -> None:
        """Mark a conversation."""
        values = {"conversation_id": conversation_id, "tag": tag, "by": by, "at": now}
        insert_new(self._connection, conversation_tag, values, ["conversation_id", "tag"])

    def untag(self, conversation_id: str, tag: str) -> None:
        """Take a mark away."""
        mine = sa.and_(conversation_tag.c.conversation_id == conversation_id, conversation_tag.c.tag == tag)
        self._connection.execute(conversation_tag.delete().where(mine))

    def tags_of(self, conversation_id: str) -> list[str]:
        """The marks of a conversation."""
        return self._tags_of([conversation_id])[conversation_id]

    def tags(self) -> list[str]:
        """Every word in use."""
        query = sa.select(conversation_tag.c.tag).distinct().order_by(conversation_tag.c.tag)
        return list(self._connection.execute(query).scalars())

    def _tags_of(self, people: Sequence[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        query = sa.select(conversation_tag).where(conversation_tag.c.conversation_id.in_(people))
        for row in self._connection.execute(query.order_by(conversation_tag.c.tag)):
            found[row.conversation_id].append(row.tag)
        return found


def _conditions(wanted: Wanted) -> Iterator[Any]:
    if wanted.intents:
        yield table.c.intent.in_(sorted(wanted.intents))
    if wanted.language:
        yield table.c.language == wanted.language
    if wanted.outcome:
        yield table.c.outcome == wanted.outcome
    if wanted.below is not None:
        yield table.c.confidence < wanted.below
    if wanted.since is not None:
        yield table.c.at >= wanted.since
    if wanted.until is not None:
        yield table.c.at < wanted.until
    if wanted.tag:
        tagged = sa.select(conversation_tag.c.conversation_id).where(conversation_tag.c.tag == wanted.tag)
        yield table.c.conversation_id.in_(tagged)
