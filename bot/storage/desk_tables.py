"""Tables of the callback desk beside the requests themselves. Rules of `tables` hold here too."""

import sqlalchemy as sa

from bot.storage.tables import UtcDateTime, metadata

# A blind index: keyed hashes of the words of name, phone and note. See docs/decisions.
callback_search = sa.Table(
    "callback_search",
    metadata,
    sa.Column("token", sa.String(16), primary_key=True),
    sa.Column(
        "reference",
        sa.String(12),
        sa.ForeignKey("callback_request.reference", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Index("ix_callback_search_reference", "reference"),
)

# How often something happened on a day, by Brussels' clock. Nothing here is about one person.
daily_count = sa.Table(
    "daily_count",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("what", sa.String(16), primary_key=True),
    sa.Column("key", sa.String(48), primary_key=True),
    sa.Column("n", sa.Integer, nullable=False),
)

second_factor = sa.Table(
    "second_factor",
    metadata,
    sa.Column("staff", sa.String(64), sa.ForeignKey("staff.name", ondelete="CASCADE"), primary_key=True),
    sa.Column("sealed_secret", sa.LargeBinary, nullable=False),
    # Empty until the first right code proved that the colleague's device knows the secret.
    sa.Column("confirmed_at", UtcDateTime),
    # The time step of the last code that was accepted: that code and older ones are refused.
    sa.Column("last_step", sa.BigInteger, nullable=False),
)

recovery_code = sa.Table(
    "recovery_code",
    metadata,
    sa.Column("code_hash", sa.String(64), primary_key=True),
    sa.Column("staff", sa.String(64), sa.ForeignKey("staff.name", ondelete="CASCADE"), nullable=False),
    sa.Index("ix_recovery_code_staff", "staff"),
)

# The password was right, and the code is still to come.
sign_in_challenge = sa.Table(
    "sign_in_challenge",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("staff", sa.String(64), sa.ForeignKey("staff.name", ondelete="CASCADE"), nullable=False),
    sa.Index("ix_sign_in_challenge_staff", "staff"),
    sa.Column("expires_at", UtcDateTime, nullable=False),
)
