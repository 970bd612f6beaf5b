"""Updates are found by their chat

Revision: 0008
Follows: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

_UNHANDLED = sa.text("handled_at IS NULL")


def upgrade() -> None:
    op.add_column('inbox', sa.Column('chat', sa.String(length=40), nullable=True))
    op.create_index(
        'ix_inbox_chat', 'inbox', ['chat', 'update_id'], sqlite_where=_UNHANDLED, postgresql_where=_UNHANDLED
    )


def downgrade() -> None:
    op.drop_index('ix_inbox_chat', table_name='inbox')
    op.drop_column('inbox', 'chat')
