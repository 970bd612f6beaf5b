"""The language a person also reads.

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversation", sa.Column("second_language", sa.String(8)))


def downgrade() -> None:
    with op.batch_alter_table("conversation") as table:
        table.drop_column("second_language")
