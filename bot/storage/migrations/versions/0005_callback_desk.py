"""The desk's search, order, counts and second factor

Revision: 0005
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.tables import RANK, UtcDateTime

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

_DESK = ['rank', 'window_end', 'reference', 'state', 'language', 'topic', 'assignee', 'country']


def upgrade() -> None:
    # SQLite computes the column when it is read or indexed; a stored one cannot be added to a table that is there.
    stored = op.get_bind().dialect.name != 'sqlite'
    op.add_column('callback_request', sa.Column('country', sa.String(2)))
    op.add_column('callback_request', sa.Column('search_version', sa.SmallInteger))
    op.add_column('callback_request', sa.Column('rank', sa.SmallInteger, sa.Computed(RANK, persisted=stored)))
    op.create_index('ix_callback_request_desk', 'callback_request', _DESK)
    op.drop_index('ix_callback_request_queue', 'callback_request')
    op.create_table(
        'callback_search',
        sa.Column('token', sa.String(16), nullable=False),
        sa.Column('reference', sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(
            ['reference'], ['callback_request.reference'], name='fk_callback_search_reference', ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('token', 'reference', name='pk_callback_search'),
    )
    op.create_index('ix_callback_search_reference', 'callback_search', ['reference'])
    op.create_table(
        'daily_count',
        sa.Column('day', sa.Date, nullable=False),
        sa.Column('what', sa.String(16), nullable=False),
        sa.Column('key', sa.String(48), nullable=False),
        sa.Column('n', sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint('day', 'what', 'key', name='pk_daily_count'),
    )
    _second_factor()


def _second_factor() -> None:
    for name, key, *columns in (
        (
            'second_factor',
            'staff',
            sa.Column('sealed_secret', sa.LargeBinary, nullable=False),
            sa.Column('confirmed_at', UtcDateTime),
            sa.Column('last_step', sa.BigInteger, nullable=False),
        ),
        ('recovery_code', 'code_hash', sa.Column('code_hash', sa.String(64), nullable=False)),
        (
            'sign_in_challenge',
            'token_hash',
            sa.Column('token_hash', sa.String(64), nullable=False),
            sa.Column('expires_at', UtcDateTime, nullable=False),
        ),
    ):
        op.create_table(
            name,
            sa.Column('staff', sa.String(64), nullable=False),
            *columns,
            sa.ForeignKeyConstraint(['staff'], ['staff.name'], name=f'fk_{name}_staff', ondelete='CASCADE'),
            sa.PrimaryKeyConstraint(key, name=f'pk_{name}'),
        )
        if key != 'staff':
            op.create_index(f'ix_{name}_staff', name, ['staff'])


def downgrade() -> None:
    for name in ('sign_in_challenge', 'recovery_code', 'second_factor', 'daily_count', 'callback_search'):
        op.drop_table(name)
    op.create_index('ix_callback_request_queue', 'callback_request', ['state', 'urgent', 'window_end'])
    op.drop_index('ix_callback_request_desk', 'callback_request')
    for column in ('rank', 'search_version', 'country'):
        op.drop_column('callback_request', column)
