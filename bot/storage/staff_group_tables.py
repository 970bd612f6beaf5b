"""The tables of the staff group on Telegram. Rules of `tables` hold here too."""

import sqlalchemy as sa

from bot.storage.tables import RowId, UtcDateTime, metadata

# One topic of the group per person; `thread` is empty until there is one, and again when somebody deleted it.
staff_topic = sa.Table(
    "staff_topic",
    metadata,
    sa.Column("conversation_id", sa.String(40), primary_key=True),
    sa.Column("chat", sa.BigInteger, nullable=False),
    sa.Column("thread", sa.BigInteger),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("state", sa.String(120), nullable=False),
    sa.Column("closed", sa.Boolean, nullable=False),
    sa.Column("introduced", sa.Boolean, nullable=False),
    # What of the talk the topic shows already.
    sa.Column("seen_turn", sa.BigInteger, nullable=False),
    sa.Column("seen_note", sa.BigInteger, nullable=False),
    sa.Column("seen_edit", UtcDateTime),
    sa.Index("ix_staff_topic_thread", "chat", "thread"),
)

# A message in a topic and what it stands for: a message of the person, or a call that carried one of ours to them.
staff_topic_message = sa.Table(
    "staff_topic_message",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(40), nullable=False),
    sa.Column("chat", sa.BigInteger, nullable=False),
    sa.Column("message", sa.BigInteger, nullable=False),
    sa.Column("person_message", sa.BigInteger),
    sa.Column("outbox_id", sa.BigInteger),
    sa.Column("failure_told", sa.Boolean, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index("ix_staff_topic_message_message", "chat", "message"),
    sa.Index("ix_staff_topic_message_conversation_id", "conversation_id"),
)

# Whose Telegram account is whose of the console. The account's number is kept as a keyed hash only.
staff_telegram = sa.Table(
    "staff_telegram",
    metadata,
    sa.Column("sender", sa.String(32), primary_key=True),
    sa.Column("staff", sa.String(64), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

staff_link_code = sa.Table(
    "staff_link_code",
    metadata,
    sa.Column("code_hash", sa.String(64), primary_key=True),
    sa.Column("staff", sa.String(64), nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False),
)
