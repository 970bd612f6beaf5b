"""Kinds of data and their age. A new table with data about people is one more entry in `KINDS`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.services.retention_ports import Cutoffs, Limit, Stale
from bot.storage.connector_tables import button_press, message_edit
from bot.storage.desk_tables import sign_in_challenge
from bot.storage.handover_tables import chat_mute, chat_note, chat_sent, handover
from bot.storage.staff_group_tables import staff_link_code, staff_topic, staff_topic_message
from bot.storage.studio_tables import change_set, conversation_tag, heard_turn, model_order, unclear_message
from bot.storage.tables import (
    audit,
    callback_request,
    conversation,
    inbox,
    outbox,
    sign_in_link,
    staff_session,
    tracker_turn,
)

Condition = Callable[[Cutoffs], Any]


@dataclass(frozen=True)
class Kind:
    """Rows of a table go when `age` lies before the cutoff of `limit`, unless `unless` spares them."""

    name: str
    limit: Limit
    age: Any
    unless: Condition | None = None

    def stale(self, cutoffs: Cutoffs) -> Any:
        """The condition under which a row goes."""
        too_old = self.age < cutoffs[self.limit]
        return sa.and_(too_old, sa.not_(self.unless(cutoffs))) if self.unless else too_old


def _wanted(cutoffs: Cutoffs) -> Any:
    """A conversation with a callback request stays until that goes: its address is how the person is told."""
    staying = callback_request.c.updated_at >= cutoffs[Limit.CALLBACKS]
    return conversation.c.id.in_(sa.select(callback_request.c.conversation_id).where(staying))


KINDS: tuple[Kind, ...] = (
    Kind("callback requests", Limit.CALLBACKS, callback_request.c.updated_at),
    Kind("dialogue turns", Limit.CONVERSATIONS, tracker_turn.c.at),
    Kind("messages sent", Limit.CONVERSATIONS, outbox.c.created_at),
    Kind("updates received", Limit.CONVERSATIONS, inbox.c.received_at),
    Kind("corrected messages", Limit.CONVERSATIONS, message_edit.c.at),
    Kind("pressed keyboards", Limit.CONVERSATIONS, button_press.c.at),
    Kind("chats with staff", Limit.CONVERSATIONS, handover.c.quiet_since),
    Kind("notes on chats", Limit.CONVERSATIONS, chat_note.c.at),
    Kind("keys of chat forms", Limit.CONVERSATIONS, chat_sent.c.at),
    Kind("mutes", Limit.CONVERSATIONS, chat_mute.c.until),
    Kind("unclear messages", Limit.CONVERSATIONS, unclear_message.c.last_at),
    Kind("topics of turns", Limit.CONVERSATIONS, heard_turn.c.at),
    Kind("tags of conversations", Limit.CONVERSATIONS, conversation_tag.c.at),
    Kind("messages in the staff group", Limit.CONVERSATIONS, staff_topic_message.c.at),
    Kind("topics in the staff group", Limit.CONVERSATIONS, staff_topic.c.at),
    Kind("conversations", Limit.CONVERSATIONS, conversation.c.last_seen_at, _wanted),
    Kind("sign-in sessions", Limit.ACCESS, staff_session.c.seen_at),
    Kind("sign-in links", Limit.ACCESS, sign_in_link.c.expires_at),
    Kind("sign-ins without their code", Limit.ACCESS, sign_in_challenge.c.expires_at),
    Kind("change sets", Limit.AUDIT, change_set.c.updated_at),
    Kind("models put in service", Limit.AUDIT, model_order.c.at),
    Kind("codes for the staff group", Limit.ACCESS, staff_link_code.c.expires_at),
    Kind("audit entries", Limit.AUDIT, audit.c.at),
)


class SqlRetention:
    """Implements `retention_ports.RetentionStore`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def stale(self, cutoffs: Cutoffs) -> list[Stale]:
        """What is too old now, in the order of `KINDS`."""
        return [self._stale(kind, cutoffs) for kind in KINDS]

    def remove(self, kind: str, cutoffs: Cutoffs, most: int) -> int:
        """Remove at most so many rows of a kind."""
        [entry] = [entry for entry in KINDS if entry.name == kind]
        table = entry.age.table
        key = list(table.primary_key.columns)
        some = sa.select(*key).where(entry.stale(cutoffs)).limit(most)
        removed: int = self._connection.execute(table.delete().where(sa.tuple_(*key).in_(some))).rowcount
        return removed

    def _stale(self, kind: Kind, cutoffs: Cutoffs) -> Stale:
        counted = sa.select(sa.func.count(), sa.func.min(kind.age)).where(kind.stale(cutoffs))
        rows, oldest = self._connection.execute(counted.select_from(kind.age.table)).one()
        return Stale(kind.name, kind.limit, rows, oldest)
