"""Handovers in SQL. The unique index, not a look-up, keeps a person from waiting twice."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.errors import AlreadyTaken, HeldByStaff
from bot.domain.handover import Handover, Outcome, Reason, Stage
from bot.storage.handover_tables import handover as table
from bot.storage.sealing import Sealer
from bot.storage.tables import conversation
from bot.storage.upsert import insert_counted

_OPEN = table.c.stage != Stage.ENDED.value
_WAITING = table.c.stage == Stage.WAITING.value
_HELD = sa.select(table.c.id).where(
    table.c.conversation_id == sa.bindparam("conversation"), table.c.stage == Stage.HELD.value
)


class SqlHandovers:
    """Implements `handover_ports.Handovers`; remembers the version it read of each handover."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer
        self._versions: dict[int, int] = {}

    def add(self, handover: Handover) -> bool:
        """Keep a new one; False when the person has an open one."""
        self.lock(handover.conversation_id)
        fixed = {
            "conversation_id": handover.conversation_id,
            "language": handover.language,
            "created_at": handover.created_at,
        }
        given = insert_counted(self._connection, table, {**self._row(handover), **fixed})
        if given is None:
            return False
        handover.id = given
        self._versions[given] = 1
        return True

    def save(self, handover: Handover) -> None:
        """Write changes back if nobody else did since it was read."""
        self.lock(handover.conversation_id)
        version = self._versions[handover.id]
        changed = self._connection.execute(
            table.update()
            .where(table.c.id == handover.id, table.c.version == version)
            .values(**self._row(handover), version=version + 1)
        )
        if changed.rowcount != 1:
            query = sa.select(table.c.holder).where(table.c.id == handover.id)
            raise AlreadyTaken(handover.conversation_id, self._connection.execute(query).scalar() or "")
        self._versions[handover.id] = version + 1

    def open_for(self, conversation_id: str) -> Handover | None:
        """The person's waiting or held handover."""
        return self._first(table.c.conversation_id == conversation_id, _OPEN)

    def latest_for(self, conversation_id: str) -> Handover | None:
        """The person's newest handover."""
        return self._first(table.c.conversation_id == conversation_id)

    def lock(self, conversation_id: str) -> None:
        """Until the unit ends, nobody else changes what stands of this person here."""
        # SQLite has one writer anyway. It also orders a turn of the bot and a colleague's taking.
        if self._connection.dialect.name == "sqlite":
            return
        query = sa.select(conversation.c.id).where(conversation.c.id == conversation_id).with_for_update()
        self._connection.execute(query)

    def refuse_if_held(self, conversation_id: str) -> None:
        """Raises `HeldByStaff`; keeps the conversation's row until the unit ends."""
        self.lock(conversation_id)
        if self._connection.execute(_HELD, {"conversation": conversation_id}).first() is not None:
            raise HeldByStaff(conversation_id)

    def open(self) -> list[Handover]:
        """All that wait or are held, in the order in which to act."""
        return self._read(sa.select(table).where(_OPEN).order_by(table.c.urgent.desc(), table.c.created_at, table.c.id))

    def ahead_of(self, handover: Handover) -> int:
        """How many wait before this one."""
        before = sa.and_(table.c.urgent == handover.urgent, table.c.id < handover.id)
        if not handover.urgent:
            before = sa.or_(before, table.c.urgent)
        query = sa.select(sa.func.count()).select_from(table).where(_WAITING, before)
        return int(self._connection.execute(query).scalar_one())

    def asked_since(self, conversation_id: str, since: datetime) -> int:
        """How many began since then, without those that staff began."""
        query = sa.select(sa.func.count()).where(
            table.c.conversation_id == conversation_id,
            table.c.created_at >= since,
            table.c.reason != Reason.TAKEN_BY_STAFF.value,
        )
        return int(self._connection.execute(query).scalar_one())

    def resuming(self) -> list[Handover]:
        """Ended ones after which the bot has yet to take the word."""
        return self._read(sa.select(table).where(table.c.resume_due).order_by(table.c.id))

    def typed_in(self, since: datetime) -> list[str]:
        """Conversations in which the holder has typed since then."""
        typing = (table.c.stage == Stage.HELD.value, table.c.typing_at > since)
        return [row[0] for row in self._connection.execute(sa.select(table.c.conversation_id).where(*typing))]

    def typing(self, conversation_id: str, staff: str, now: datetime) -> None:
        """The holder types; the version stays, for nothing of the handover changes."""
        held = (table.c.conversation_id == conversation_id, _OPEN, table.c.holder == staff)
        self._connection.execute(table.update().where(*held).values(typing_at=now))

    def resumed(self, handover_id: int) -> bool:
        """The bot takes the word; False when it had already."""
        due = (table.c.id == handover_id, table.c.resume_due)
        changed = self._connection.execute(
            table.update().where(*due).values(resume_due=False, version=table.c.version + 1)
        )
        return bool(changed.rowcount == 1)

    def _first(self, *conditions: Any) -> Handover | None:
        query = sa.select(table).where(*conditions).order_by(table.c.id.desc()).limit(1)
        return next(iter(self._read(query)), None)

    def _read(self, query: Any) -> list[Handover]:
        return [self._handover(row) for row in self._connection.execute(query)]

    def _handover(self, row: Any) -> Handover:
        self._versions[row.id] = row.version
        return Handover(
            id=row.id,
            conversation_id=row.conversation_id,
            reason=Reason(row.reason),
            language=row.language,
            stage=Stage(row.stage),
            urgent=row.urgent,
            topic=self._sealer.open(row.sealed_topic) if row.sealed_topic else "",
            holder=row.holder,
            outcome=Outcome(row.outcome) if row.outcome else None,
            created_at=row.created_at,
            quiet_since=row.quiet_since,
            taken_at=row.taken_at,
            ended_at=row.ended_at,
            waits_since=row.waits_since,
            reminded_at=row.reminded_at,
            apologised_at=row.apologised_at,
            person_messages=row.person_messages,
            resume_due=row.resume_due,
        )

    def _row(self, handover: Handover) -> dict[str, Any]:
        return {
            "reason": handover.reason.value,
            "stage": handover.stage.value,
            "urgent": handover.urgent,
            "sealed_topic": self._sealer.seal(handover.topic) if handover.topic else None,
            "holder": handover.holder,
            "outcome": handover.outcome.value if handover.outcome else None,
            "quiet_since": handover.quiet_since,
            "taken_at": handover.taken_at,
            "ended_at": handover.ended_at,
            "waits_since": handover.waits_since,
            "reminded_at": handover.reminded_at,
            "apologised_at": handover.apologised_at,
            "person_messages": handover.person_messages,
            "resume_due": handover.resume_due,
        }
