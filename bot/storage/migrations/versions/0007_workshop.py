"""The trainers' workshop

Revision: 0007
Follows: 0006
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.tables import RowId, UtcDateTime

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'unclear_message',
        sa.Column('id', RowId, nullable=False, autoincrement=True),
        sa.Column('digest', sa.String(16), nullable=False),
        sa.Column('sealed_text', sa.LargeBinary(), nullable=False),
        sa.Column('language', sa.String(8), nullable=False),
        sa.Column('intent', sa.String(64), nullable=False),
        sa.Column('confidence', sa.Float(), nullable=False),
        sa.Column('reason', sa.String(16), nullable=False),
        sa.Column('first_at', UtcDateTime(), nullable=False),
        sa.Column('last_at', UtcDateTime(), nullable=False),
        sa.Column('n', sa.Integer(), nullable=False),
        sa.Column('verdict', sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_unclear_message')),
        sa.UniqueConstraint('digest', name=op.f('uq_unclear_message_digest')),
    )
    op.create_index('ix_unclear_message_verdict_last_at', 'unclear_message', ['verdict', 'last_at'])
    op.create_index('ix_unclear_message_last_at', 'unclear_message', ['last_at'])
    op.create_table(
        'heard_turn',
        sa.Column('id', RowId, nullable=False, autoincrement=True),
        sa.Column('conversation_id', sa.String(40), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('language', sa.String(8), nullable=False),
        sa.Column('intent', sa.String(64), nullable=False),
        sa.Column('confidence', sa.Float(), nullable=False),
        sa.Column('outcome', sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_heard_turn')),
    )
    op.create_index('ix_heard_turn_conversation_id', 'heard_turn', ['conversation_id'])
    op.create_index('ix_heard_turn_at', 'heard_turn', ['at'])
    op.create_table(
        'conversation_tag',
        sa.Column('conversation_id', sa.String(40), nullable=False),
        sa.Column('tag', sa.String(40), nullable=False),
        sa.Column('by', sa.String(64), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('conversation_id', 'tag', name=op.f('pk_conversation_tag')),
    )
    _change_sets()
    op.create_table(
        'model_order',
        sa.Column('id', RowId, nullable=False, autoincrement=True),
        sa.Column('model', sa.String(120), nullable=False),
        sa.Column('former', sa.String(120), nullable=False),
        sa.Column('state', sa.String(12), nullable=False),
        sa.Column('detail', sa.String(400), nullable=False),
        sa.Column('by', sa.String(64), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('settled_at', UtcDateTime()),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_model_order')),
    )


def _change_sets() -> None:
    op.create_table(
        'change_set',
        sa.Column('name', sa.String(40), nullable=False),
        sa.Column('state', sa.String(12), nullable=False),
        sa.Column('by', sa.String(64), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('updated_at', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_change_set')),
    )
    op.create_table(
        'change_item',
        sa.Column('id', RowId, nullable=False, autoincrement=True),
        sa.Column('change_set', sa.String(40), nullable=False),
        sa.Column('kind', sa.String(12), nullable=False),
        sa.Column('subject', sa.String(64), nullable=False),
        sa.Column('language', sa.String(8), nullable=False),
        sa.Column('sealed_text', sa.LargeBinary(), nullable=False),
        sa.Column('sealed_before', sa.LargeBinary()),
        sa.Column('by', sa.String(64), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_change_item')),
        sa.ForeignKeyConstraint(
            ['change_set'], ['change_set.name'], name=op.f('fk_change_item_change_set'), ondelete='CASCADE'
        ),
    )
    op.create_index('ix_change_item_change_set', 'change_item', ['change_set'])


def downgrade() -> None:
    for name in (
        'model_order', 'change_item', 'change_set', 'conversation_tag', 'heard_turn', 'unclear_message',
    ):
        op.drop_table(name)
