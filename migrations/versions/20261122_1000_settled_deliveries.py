"""Remember that somebody has dealt with a message that did not arrive."""

import sqlalchemy as sa
from alembic import op

revision = "c93e5b7a1f20"
down_revision = "b3d1f0a4c7e2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("delivery") as table:
        table.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("delivery") as table:
        table.drop_column("settled_at")
