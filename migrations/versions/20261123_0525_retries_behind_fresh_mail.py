"""What is tried again stands behind fresh mail of its priority: the index of what is due is in that order."""

from alembic import op

revision = "d2f81b6a09c4"
down_revision = "a91d3e7c50b8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _index("status", "priority", "attempts", "next_attempt_at")


def downgrade() -> None:
    _index("status", "priority", "next_attempt_at")


def _index(*columns: str) -> None:
    op.drop_index("ix_delivery_due", table_name="delivery")
    op.create_index("ix_delivery_due", "delivery", list(columns))
