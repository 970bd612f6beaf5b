"""One open callback request per person

Revision: 0006
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

_OPEN = sa.text("state IN ('new', 'assigned', 'called', 'postponed')")


def upgrade() -> None:
    # Of several open requests of one person, which only a race could make, the newest stays open.
    op.execute(
        "UPDATE callback_request SET state = 'expired' WHERE state IN ('new', 'assigned', 'called', 'postponed')"
        " AND EXISTS (SELECT 1 FROM callback_request AS newer"
        " WHERE newer.conversation_id = callback_request.conversation_id"
        " AND newer.state IN ('new', 'assigned', 'called', 'postponed')"
        " AND (newer.created_at > callback_request.created_at"
        " OR (newer.created_at = callback_request.created_at AND newer.reference > callback_request.reference)))"
    )
    op.create_index(
        'uq_callback_request_open',
        'callback_request',
        ['conversation_id'],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def downgrade() -> None:
    op.drop_index('uq_callback_request_open', table_name='callback_request')
