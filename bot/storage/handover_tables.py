"""The tables of the hotline's chats. Rules of `tables` hold here too."""

import sqlalchemy as sa

from bot.storage.tables import RowId, UtcDateTime, metadata

_OPEN = sa.text("stage <> 'ended'")
_RESUME = sa.text("resume_due")

handover = sa.Table(
    "handover",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(40), nullable=False),
    sa.Column("reason", sa.String(20), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("stage", sa.String(12), nullable=False),
    sa.Column("urgent", sa.Boolean, nullable=False),
    # What made it urgent says much about a person.
    sa.Column("sealed_topic", sa.LargeBinary),
    sa.Column("holder", sa.String(64)),
    sa.Column("outcome", sa.String(20)),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("quiet_since", UtcDateTime, nullable=False),
    sa.Column("taken_at", UtcDateTime),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("waits_since", UtcDateTime),
    sa.Column("reminded_at", UtcDateTime),
    sa.Column("apologised_at", UtcDateTime),
    sa.Column("typing_at", UtcDateTime),
    sa.Column("person_messages", sa.Integer, nullable=False, server_default="0"),
    sa.Column("resume_due", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.Index("ix_handover_conversation_id", "conversation_id"),
    sa.Index("ix_handover_stage", "stage"),
    # A person waits or talks once, however many processes hear them ask.
    sa.Index("uq_handover_open", "conversation_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    sa.Index("ix_handover_resume_due", "id", sqlite_where=_RESUME, postgresql_where=_RESUME),
)

chat_note = sa.Table(
    "chat_note",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(40), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by", sa.String(64), nullable=False),
    sa.Column("sealed_text", sa.LargeBinary, nullable=False),
    sa.Index("ix_chat_note_conversation_id", "conversation_id"),
)

chat_mute = sa.Table(
    "chat_mute",
    metadata,
    sa.Column("conversation_id", sa.String(40), primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by", sa.String(64), nullable=False),
    sa.Column("until", UtcDateTime, nullable=False),
    sa.Column("sealed_reason", sa.LargeBinary, nullable=False),
)

# How many of the person's messages each colleague has seen in a handover.
chat_seen = sa.Table(
    "chat_seen",
    metadata,
    sa.Column("handover_id", RowId, sa.ForeignKey("handover.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("staff", sa.String(64), primary_key=True),
    sa.Column("messages", sa.Integer, nullable=False),
)

# A form is drawn with a key: sent twice, it still writes once.
chat_sent = sa.Table(
    "chat_sent",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("conversation_id", sa.String(40), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)
"""Tables to empty when a person is erased."""
