"""Keep a member's brands apart from its names: the leak check looks for them, and a member is found by them."""

import sqlalchemy as sa
from alembic import op

revision = "e60b7d25f1a8"
down_revision = "d19f60a4b7c3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("member", sa.Column("brands", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("member", "brands")
