"""The connector's memory

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

import bot.storage.tables

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('message_edit',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('update_id', sa.BigInteger(), nullable=False),
    sa.Column('conversation_id', sa.String(length=40), nullable=False),
    sa.Column('message_id', sa.BigInteger(), nullable=False),
    sa.Column('at', bot.storage.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('sealed_text', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_edit')),
    sa.UniqueConstraint('update_id', name=op.f('uq_message_edit_update_id'))
    )
    op.create_index('ix_message_edit_conversation_id_id', 'message_edit', ['conversation_id', 'id'], unique=False)
    op.create_table('button_press',
    sa.Column('conversation_id', sa.String(length=40), nullable=False),
    sa.Column('message_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('update_id', sa.BigInteger(), nullable=False),
    sa.Column('at', bot.storage.tables.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('conversation_id', 'message_id', name=op.f('pk_button_press'))
    )
    op.add_column('outbox', sa.Column('asks', sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column('outbox', 'asks')
    op.drop_table('button_press')
    op.drop_table('message_edit')
