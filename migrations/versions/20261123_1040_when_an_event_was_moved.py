"""When an event was last moved: whoever reads of it elsewhere is told that something is new."""

import sqlalchemy as sa
from alembic import op

revision = "c1e7a4d09b52"
down_revision = "b6d3e91f5a27"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("relay", sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("relay", "moved_at")
