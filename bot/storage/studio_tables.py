"""Tables of the trainers' part of the console. Rules of `tables` hold here too."""

import sqlalchemy as sa

from bot.storage.tables import RowId, UtcDateTime, metadata

# What was not understood, without personal data and without a way back to who wrote it: the same words are one row.
unclear_message = sa.Table(
    "unclear_message",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    # A keyed hash of the words and their language.
    sa.Column("digest", sa.String(16), nullable=False, unique=True),
    sa.Column("sealed_text", sa.LargeBinary, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("intent", sa.String(64), nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("reason", sa.String(16), nullable=False),
    sa.Column("first_at", UtcDateTime, nullable=False),
    sa.Column("last_at", UtcDateTime, nullable=False),
    sa.Column("n", sa.Integer, nullable=False),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Index("ix_unclear_message_verdict_last_at", "verdict", "last_at"),
    sa.Index("ix_unclear_message_last_at", "last_at"),
)

# What each turn was about, for finding conversations. The words stay in the sealed dialogue.
heard_turn = sa.Table(
    "heard_turn",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(40), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("intent", sa.String(64), nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("outcome", sa.String(16), nullable=False),
    sa.Index("ix_heard_turn_conversation_id", "conversation_id"),
    sa.Index("ix_heard_turn_at", "at"),
)

conversation_tag = sa.Table(
    "conversation_tag",
    metadata,
    sa.Column("conversation_id", sa.String(40), primary_key=True),
    sa.Column("tag", sa.String(40), primary_key=True),
    sa.Column("by", sa.String(64), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

# What trainers want to change in the files, together, before it is there.
change_set = sa.Table(
    "change_set",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("by", sa.String(64), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
)

change_item = sa.Table(
    "change_item",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("change_set", sa.String(40), sa.ForeignKey("change_set.name", ondelete="CASCADE"), nullable=False),
    sa.Column("kind", sa.String(12), nullable=False),
    # The intent of an example, the key of a text.
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("sealed_text", sa.LargeBinary, nullable=False),
    # What stood there when it was proposed, where something stands already.
    sa.Column("sealed_before", sa.LargeBinary),
    sa.Column("by", sa.String(64), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index("ix_change_item_change_set", "change_set"),
)

# Which model is to answer: the newest order counts. Bot processes look at it and report.
model_order = sa.Table(
    "model_order",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("model", sa.String(120), nullable=False),
    sa.Column("former", sa.String(120), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("detail", sa.String(400), nullable=False),
    sa.Column("by", sa.String(64), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("settled_at", UtcDateTime),
)
