"""Remember since when an agreement is waited for, and how often it was asked for again."""

import sqlalchemy as sa
from alembic import op

revision = "c2f7a90d4b16"
down_revision = "a8c40f6e2d91"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("issue", sa.Column("agreement_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("issue", sa.Column("agreement_reminders", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE issue SET agreement_asked_at = submitted_at WHERE agreement = 'asked'")


def downgrade() -> None:
    op.drop_column("issue", "agreement_reminders")
    op.drop_column("issue", "agreement_asked_at")
