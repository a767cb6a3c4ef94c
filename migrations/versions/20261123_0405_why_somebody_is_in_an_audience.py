"""By which criteria of its audience a relay went to somebody."""

import sqlalchemy as sa
from alembic import op

revision = "c7e20b5d9a41"
down_revision = "f1c46b9e20d7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recipient", sa.Column("matched", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("recipient", "matched")
