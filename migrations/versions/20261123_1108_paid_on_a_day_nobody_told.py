"""A year that was paid on a day that nobody told."""

import sqlalchemy as sa
from alembic import op

revision = "d4b8f20c6e17"
down_revision = "c7e4f02a6b38"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("membership", sa.Column("paid_undated", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("membership", "paid_undated")
