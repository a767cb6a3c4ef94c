"""An event that was sent can be moved or cancelled: when and why it was, and how often its calendar entry changed."""

import sqlalchemy as sa
from alembic import op

revision = "e5a90c7d41b2"
down_revision = "c2a8d31e04bf"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("relay", sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("relay", sa.Column("cancelled_reason", sa.Text(), server_default="", nullable=False))
    op.add_column("relay", sa.Column("calendar_sequence", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("relay", "calendar_sequence")
    op.drop_column("relay", "cancelled_reason")
    op.drop_column("relay", "cancelled_at")
