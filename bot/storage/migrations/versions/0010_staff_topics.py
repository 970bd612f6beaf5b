"""Topics of the staff group

Revision: 0010
Follows: 0009
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.tables import RowId, UtcDateTime

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'staff_topic',
        sa.Column('conversation_id', sa.String(40), nullable=False),
        sa.Column('chat', sa.BigInteger(), nullable=False),
        sa.Column('thread', sa.BigInteger()),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('state', sa.String(120), nullable=False),
        sa.Column('closed', sa.Boolean(), nullable=False),
        sa.Column('introduced', sa.Boolean(), nullable=False),
        sa.Column('seen_turn', sa.BigInteger(), nullable=False),
        sa.Column('seen_note', sa.BigInteger(), nullable=False),
        sa.Column('seen_edit', UtcDateTime()),
        sa.PrimaryKeyConstraint('conversation_id', name='pk_staff_topic'),
    )
    op.create_index('ix_staff_topic_thread', 'staff_topic', ['chat', 'thread'])
    op.create_table(
        'staff_topic_message',
        sa.Column('id', RowId, autoincrement=True, nullable=False),
        sa.Column('conversation_id', sa.String(40), nullable=False),
        sa.Column('chat', sa.BigInteger(), nullable=False),
        sa.Column('message', sa.BigInteger(), nullable=False),
        sa.Column('person_message', sa.BigInteger()),
        sa.Column('outbox_id', sa.BigInteger()),
        sa.Column('failure_told', sa.Boolean(), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_staff_topic_message'),
    )
    op.create_index('ix_staff_topic_message_message', 'staff_topic_message', ['chat', 'message'])
    op.create_index('ix_staff_topic_message_conversation_id', 'staff_topic_message', ['conversation_id'])
    op.create_table(
        'staff_telegram',
        sa.Column('sender', sa.String(32), nullable=False),
        sa.Column('staff', sa.String(64), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('sender', name='pk_staff_telegram'),
    )
    op.create_table(
        'staff_link_code',
        sa.Column('code_hash', sa.String(64), nullable=False),
        sa.Column('staff', sa.String(64), nullable=False),
        sa.Column('expires_at', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('code_hash', name='pk_staff_link_code'),
    )


def downgrade() -> None:
    for name in ('staff_link_code', 'staff_telegram', 'staff_topic_message', 'staff_topic'):
        op.drop_table(name)
