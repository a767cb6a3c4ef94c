"""A pause says whose turn it is, and may have a last day."""

import sqlalchemy as sa
from alembic import op

revision = "91d6e3b2f074"
down_revision = "f4b70d2e91c8"
branch_labels = None
depends_on = None

# The column and its check in one statement: rebuilding the table would drop its search triggers on SQLite.
WAITS_FOR = (
    "ALTER TABLE issue ADD COLUMN paused_for VARCHAR(32)"
    " CONSTRAINT ck_issue_waits_for CHECK (paused_for IN ('author', 'federation', 'partner', 'cluster'))"
)


def upgrade() -> None:
    op.execute(WAITS_FOR)
    op.add_column("issue", sa.Column("paused_until", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("issue", "paused_until")
    op.drop_column("issue", "paused_for")
