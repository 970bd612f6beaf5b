"""The tables. Columns named `sealed_*` hold ciphertext; everything else is free of personal data.

Times are UTC. Changes go through `migrations/versions`; a test compares both.
"""

from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; SQLite forgets the zone, so it is put back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """To UTC. Raises ValueError for a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        value = value.astimezone(timezone.utc)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Back to an aware datetime."""
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


# SQLite counts rows up only in a column of exactly INTEGER type.
RowId = sa.BigInteger().with_variant(sa.Integer, "sqlite")

conversation = sa.Table(
    "conversation",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("sealed_address", sa.LargeBinary, nullable=False),
    sa.Column("language", sa.String(8)),
    sa.Column("hint", sa.String(8)),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("last_seen_at", UtcDateTime, nullable=False),
    sa.Column("blocked_at", UtcDateTime),
    sa.Column("stopped_at", UtcDateTime),
    sa.Column("second_language", sa.String(8)),
)

# One row per turn, not per event: a turn's events are read and written together.
tracker_turn = sa.Table(
    "tracker_turn",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(64), nullable=False),
    sa.Column("starts_session", sa.Boolean, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("events", sa.LargeBinary, nullable=False),
    sa.Index("ix_tracker_turn_conversation_id_id", "conversation_id", "id"),
)

# Claimed before it is acknowledged; the payload is erased once it is handled, the id stays as the claim.
_UNHANDLED = sa.text("handled_at IS NULL")

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("conversation_id", sa.String(40)),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("handled_at", UtcDateTime),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("sealed_payload", sa.LargeBinary),
    # The pseudonym of the chat, until the update is handled: several workers keep a chat's order by it.
    sa.Column("chat", sa.String(40)),
    sa.Index("ix_inbox_handled_at", "handled_at"),
    sa.Index("ix_inbox_chat", "chat", "update_id", sqlite_where=_UNHANDLED, postgresql_where=_UNHANDLED),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(40), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("sealed_call", sa.LargeBinary),
    sa.Column("telegram_message_id", sa.BigInteger),
    sa.Column("error", sa.String(200)),
    sa.Column("settled_at", UtcDateTime),
    # Whether it put a question with buttons within a turn: earlier questions are then out of date.
    sa.Column("asks", sa.Boolean),
    # The highest message number known when its sending began: what was cut off by a crash has a higher one.
    sa.Column("sent_after", sa.BigInteger),
    sa.Index("ix_outbox_state_id", "state", "id"),
    sa.Index("ix_outbox_conversation_id_id", "conversation_id", "id"),
)

# Buttons carry a short id; what it stands for is kept here, by content, so that it survives restarts.
button_payload = sa.Table(
    "button_payload",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("payload", sa.Text, nullable=False),
)

_STATE_IS_OPEN = sa.text("state IN ('new', 'assigned', 'called', 'postponed')")
RANK = (
    "CASE WHEN state IN ('new', 'assigned', 'called', 'postponed') THEN 0 ELSE 2 END"
    " + CASE WHEN urgent THEN 0 ELSE 1 END"
)

callback_request = sa.Table(
    "callback_request",
    metadata,
    sa.Column("reference", sa.String(12), primary_key=True),
    sa.Column("conversation_id", sa.String(40), nullable=False),
    sa.Column("request_key", sa.String(80), nullable=False, unique=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("sealed_name", sa.LargeBinary, nullable=False),
    sa.Column("sealed_phone", sa.LargeBinary, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("topic", sa.String(16), nullable=False),
    sa.Column("window_start", UtcDateTime, nullable=False),
    sa.Column("window_end", UtcDateTime, nullable=False),
    sa.Column("may_leave_message", sa.Boolean, nullable=False),
    sa.Column("consent_version", sa.String(32), nullable=False),
    sa.Column("consent_at", UtcDateTime, nullable=False),
    sa.Column("assignee", sa.String(64)),
    sa.Column("sealed_note", sa.LargeBinary),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("country", sa.String(2)),
    # The rules by which the row's words were made findable; empty for rows older than the search.
    sa.Column("search_version", sa.SmallInteger),
    # Computed by the database, so that it is right whoever writes: open before ended, urgent first.
    sa.Column("rank", sa.SmallInteger, sa.Computed(RANK, persisted=True)),
    sa.Index("ix_callback_request_conversation_id", "conversation_id"),
    # Two first requests at the same moment: the database keeps one.
    sa.Index(
        "uq_callback_request_open",
        "conversation_id",
        unique=True,
        sqlite_where=_STATE_IS_OPEN,
        postgresql_where=_STATE_IS_OPEN,
    ),
    # In the order of the queue, with all that its filters ask for: pages and counts need no row.
    sa.Index(
        "ix_callback_request_desk",
        "rank",
        "window_end",
        "reference",
        "state",
        "language",
        "topic",
        "assignee",
        "country",
    ),
)

callback_attempt = sa.Table(
    "callback_attempt",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column(
        "reference",
        sa.String(12),
        sa.ForeignKey("callback_request.reference", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by", sa.String(64), nullable=False),
    sa.Column("outcome", sa.String(16), nullable=False),
)

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("password_hash", sa.String(200), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("disabled_at", UtcDateTime),
    sa.Column("failed_attempts", sa.Integer, nullable=False),
    sa.Column("locked_until", UtcDateTime),
)

# Tokens are stored hashed: a stolen database signs nobody in.
staff_session = sa.Table(
    "staff_session",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("staff", sa.String(64), sa.ForeignKey("staff.name", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("csrf", sa.String(64), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("seen_at", UtcDateTime, nullable=False),
)

sign_in_link = sa.Table(
    "sign_in_link",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("staff", sa.String(64), sa.ForeignKey("staff.name", ondelete="CASCADE"), nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False),
    sa.Column("used_at", UtcDateTime),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", RowId, primary_key=True, autoincrement=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("actor", sa.String(64), nullable=False),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Index("ix_audit_at", "at"),
)
