"""When each sending began

Revision: 0009
Follows: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('outbox', sa.Column('sent_after', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column('outbox', 'sent_after')
