"""Topics of the staff group in SQL."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.outgoing import OutgoingState
from bot.services.staff_group_ports import Copy, Topic, Undelivered
from bot.storage.connector_tables import message_edit
from bot.storage.handover_tables import chat_note, handover
from bot.storage.staff_group_tables import staff_topic as topic
from bot.storage.staff_group_tables import staff_topic_message as copy
from bot.storage.tables import outbox, tracker_turn
from bot.storage.upsert import upsert

_LOST = (OutgoingState.FAILED.value, OutgoingState.UNWANTED.value)


class SqlTopics:
    """Implements `staff_group_ports.Topics`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, conversation_id: str) -> Topic | None:
        """The person's topic."""
        found = self._topics(topic.c.conversation_id == conversation_id)
        return found[0] if found else None

    def save(self, kept: Topic) -> None:
        """Keep it as it is now."""
        upsert(self._connection, topic, dict(vars(kept)))

    def drop(self, conversation_id: str) -> None:
        """Forget the topic and its messages."""
        for table in (copy, topic):
            self._connection.execute(table.delete().where(table.c.conversation_id == conversation_id))

    def conversation_in(self, chat: int, thread: int) -> str | None:
        """Whose topic this is."""
        found = self._topics(topic.c.chat == chat, topic.c.thread == thread)
        return found[0].conversation_id if found else None

    def unfinished(self) -> list[str]:
        """Conversations whose topic is not closed."""
        query = sa.select(topic.c.conversation_id).where(sa.not_(topic.c.closed), topic.c.thread.isnot(None))
        return [row[0] for row in self._connection.execute(query)]

    def older_than(self, moment: datetime) -> list[Topic]:
        """Topics that nothing has happened in since then."""
        return self._topics(topic.c.at < moment)

    def mark(self) -> str:
        """Changes whenever there may be something to show."""
        lost = sa.select(sa.func.count()).where(outbox.c.state.in_(_LOST))
        open_ones = sa.select(sa.func.sum(handover.c.version)).where(handover.c.stage != "ended")
        newest = [sa.select(sa.func.max(table.c.id)) for table in (tracker_turn, chat_note, message_edit, handover)]
        row = self._connection.execute(sa.select(*(each.scalar_subquery() for each in (*newest, open_ones, lost))))
        return "/".join(str(value) for value in row.one())

    def keep(self, conversation_id: str, chat: int, copies: Iterable[Copy], now: datetime) -> None:
        """Write down what messages stand for."""
        about = {"conversation_id": conversation_id, "chat": chat, "failure_told": False, "at": now}
        for each in copies:
            self._connection.execute(copy.insert().values(**about, **vars(each)))

    def copies_of(self, chat: int, message: int) -> list[Copy]:
        """What a message in a topic stands for, in the order it was written down."""
        query = sa.select(copy).where(copy.c.chat == chat, copy.c.message == message).order_by(copy.c.id)
        return [Copy(row.message, row.person_message, row.outbox_id) for row in self._connection.execute(query)]

    def copy_of_persons(self, conversation_id: str, person_message: int) -> int | None:
        """The message in the topic that shows a message of the person."""
        mine = (copy.c.conversation_id == conversation_id, copy.c.person_message == person_message)
        return self._number(sa.select(copy.c.message).where(*mine).order_by(copy.c.id.desc()))

    def copy_of_ours(self, conversation_id: str, sent_as: int) -> int | None:
        """The message in the topic that shows what the person got from us under this number."""
        mine = (copy.c.conversation_id == conversation_id, outbox.c.telegram_message_id == sent_as)
        joined = sa.select(copy.c.message).join(outbox, outbox.c.id == copy.c.outbox_id)
        return self._number(joined.where(*mine).order_by(copy.c.id))

    def shown(self, outbox_ids: Iterable[int]) -> bool:
        """Whether the topic shows what one of these calls carries."""
        return self._number(sa.select(copy.c.id).where(copy.c.outbox_id.in_(list(outbox_ids)))) is not None

    def sent_as(self, outbox_id: int) -> int | None:
        """The number under which the person got a message; None while they have not."""
        return self._number(sa.select(outbox.c.telegram_message_id).where(outbox.c.id == outbox_id))

    def undelivered(self, conversation_id: str) -> list[Undelivered]:
        """What the person did not get and the topic does not tell yet."""
        mine = (copy.c.conversation_id == conversation_id, sa.not_(copy.c.failure_told), outbox.c.state.in_(_LOST))
        query = sa.select(copy.c.message, copy.c.outbox_id, outbox.c.error).join(
            outbox, outbox.c.id == copy.c.outbox_id
        )
        rows = self._connection.execute(query.where(*mine).order_by(copy.c.id))
        return [Undelivered(row.message, row.outbox_id, row.error or "") for row in rows]

    def told(self, outbox_id: int) -> None:
        """The topic tells that this was not delivered."""
        self._connection.execute(copy.update().where(copy.c.outbox_id == outbox_id).values(failure_told=True))

    def _topics(self, *conditions: Any) -> list[Topic]:
        rows = self._connection.execute(sa.select(topic).where(*conditions).order_by(topic.c.at))
        return [Topic(**row._mapping) for row in rows]

    def _number(self, query: Any) -> int | None:
        found = self._connection.execute(query.limit(1)).scalar()
        return int(found) if found is not None else None
