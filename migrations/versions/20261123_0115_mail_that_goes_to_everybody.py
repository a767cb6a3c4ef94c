"""A message knows whether it goes to who reads in the portal only as well: it is decided again when it is its turn."""

import sqlalchemy as sa
from alembic import op

revision = "c2a8d31e04bf"
down_revision = "e07b95c3d2f8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delivery", sa.Column("always", sa.Boolean(), server_default=sa.false(), nullable=False))
    # What waits was decided when it was queued: it leaves as it would have.
    op.execute("UPDATE delivery SET always = true WHERE status IN ('queued', 'sending') AND unsubscribe_url = ''")


def downgrade() -> None:
    op.drop_column("delivery", "always")
