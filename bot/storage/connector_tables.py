"""Tables of the connector: what people corrected, and which keyboards were used."""

import sqlalchemy as sa

from bot.storage.tables import RowId, UtcDateTime, metadata

# The update's id makes it one row, however often the update is handled.
message_edit = sa.Table(
    "message_edit",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("update_id", sa.BigInteger, nullable=False, unique=True),
    sa.Column("conversation_id", sa.String(40), nullable=False),
    sa.Column("message_id", sa.BigInteger, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("sealed_text", sa.LargeBinary, nullable=False),
    sa.Index("ix_message_edit_conversation_id_id", "conversation_id", "id"),
)

# The first press of a message's keyboard wins: the primary key decides, not a look-up.
button_press = sa.Table(
    "button_press",
    metadata,
    sa.Column("conversation_id", sa.String(40), primary_key=True),
    sa.Column("message_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("update_id", sa.BigInteger, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)
