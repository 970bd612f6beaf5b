"""Handovers and chats

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.tables import RowId, UtcDateTime

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'handover',
        sa.Column('id', RowId, autoincrement=True, nullable=False),
        sa.Column('conversation_id', sa.String(40), nullable=False),
        sa.Column('reason', sa.String(20), nullable=False),
        sa.Column('language', sa.String(8), nullable=False),
        sa.Column('stage', sa.String(12), nullable=False),
        sa.Column('urgent', sa.Boolean(), nullable=False),
        sa.Column('sealed_topic', sa.LargeBinary()),
        sa.Column('holder', sa.String(64)),
        sa.Column('outcome', sa.String(20)),
        sa.Column('created_at', UtcDateTime(), nullable=False),
        sa.Column('quiet_since', UtcDateTime(), nullable=False),
        sa.Column('taken_at', UtcDateTime()),
        sa.Column('ended_at', UtcDateTime()),
        sa.Column('waits_since', UtcDateTime()),
        sa.Column('reminded_at', UtcDateTime()),
        sa.Column('apologised_at', UtcDateTime()),
        sa.Column('typing_at', UtcDateTime()),
        sa.Column('person_messages', sa.Integer(), nullable=False, server_default='0'),
        sa.Column('resume_due', sa.Boolean(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False, server_default='1'),
        sa.PrimaryKeyConstraint('id', name='pk_handover'),
    )
    op.create_index('ix_handover_conversation_id', 'handover', ['conversation_id'])
    op.create_index('ix_handover_stage', 'handover', ['stage'])
    still = sa.text("stage <> 'ended'")
    op.create_index('uq_handover_open', 'handover', ['conversation_id'], unique=True, sqlite_where=still, postgresql_where=still)
    due = sa.text('resume_due')
    op.create_index('ix_handover_resume_due', 'handover', ['id'], sqlite_where=due, postgresql_where=due)
    op.create_table(
        'chat_note',
        sa.Column('id', RowId, autoincrement=True, nullable=False),
        sa.Column('conversation_id', sa.String(40), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('by', sa.String(64), nullable=False),
        sa.Column('sealed_text', sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_chat_note'),
    )
    op.create_index('ix_chat_note_conversation_id', 'chat_note', ['conversation_id'])
    op.create_table(
        'chat_mute',
        sa.Column('conversation_id', sa.String(40), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('by', sa.String(64), nullable=False),
        sa.Column('until', UtcDateTime(), nullable=False),
        sa.Column('sealed_reason', sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint('conversation_id', name='pk_chat_mute'),
    )
    op.create_table(
        'chat_seen',
        sa.Column('handover_id', RowId, nullable=False),
        sa.Column('staff', sa.String(64), nullable=False),
        sa.Column('messages', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('handover_id', 'staff', name='pk_chat_seen'),
        sa.ForeignKeyConstraint(['handover_id'], ['handover.id'], name='fk_chat_seen_handover_id', ondelete='CASCADE'),
    )
    op.create_table(
        'chat_sent',
        sa.Column('key', sa.String(64), nullable=False),
        sa.Column('conversation_id', sa.String(40), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('key', name='pk_chat_sent'),
    )


def downgrade() -> None:
    for name in ('chat_sent', 'chat_seen', 'chat_mute', 'chat_note', 'handover'):
        op.drop_table(name)
