"""Messages that were not understood, in SQL; their words are sealed."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.services.studio_ports import Reason, Unclear, Verdict
from bot.storage.sealing import Sealer
from bot.storage.studio_tables import unclear_message as table
from bot.storage.upsert import insert_new


class SqlUnclearMessages:
    """Implements `studio_ports.UnclearMessages`."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    def add(self, message: Unclear) -> None:
        """Keep a message, or count it."""
        digest = self._sealer.token("unclear", f"{message.language}:{message.text.casefold()}")
        values = {
            "digest": digest,
            "sealed_text": self._sealer.seal(message.text),
            "language": message.language,
            "intent": message.intent,
            "confidence": message.confidence,
            "reason": message.reason.value,
            "first_at": message.last_at,
            "last_at": message.last_at,
            "n": message.n,
            "verdict": Verdict.OPEN.value,
        }
        if not insert_new(self._connection, table, values, ["digest"]):
            again = {"n": table.c.n + message.n, "last_at": message.last_at}
            self._connection.execute(table.update().where(table.c.digest == digest).values(again))

    def open(self, limit: int) -> list[Unclear]:
        """The undecided ones, the most frequent first."""
        query = sa.select(table).where(table.c.verdict == Verdict.OPEN.value)
        rows = self._connection.execute(query.order_by(table.c.n.desc(), table.c.last_at.desc()).limit(limit))
        return [self._message(row) for row in rows]

    def get(self, message_id: int) -> Unclear | None:
        """An open one, or None."""
        query = sa.select(table).where(table.c.id == message_id, table.c.verdict == Verdict.OPEN.value)
        row = self._connection.execute(query).one_or_none()
        return self._message(row) if row else None

    def decide(self, message_id: int, verdict: Verdict) -> None:
        """It leaves the inbox."""
        self._connection.execute(table.update().where(table.c.id == message_id).values(verdict=verdict.value))

    def _message(self, row: Any) -> Unclear:
        text = self._sealer.open(row.sealed_text)
        reason = Reason(row.reason)
        return Unclear(text, row.language, row.intent, row.confidence, reason, row.last_at, row.id, row.n)
