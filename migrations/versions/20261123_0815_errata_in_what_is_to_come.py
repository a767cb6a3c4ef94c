"""How many corrections of a relay the mail to each of its people held."""

import sqlalchemy as sa
from alembic import op

revision = "b6d3e91f5a27"
down_revision = "88babe2bb3e4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recipient", sa.Column("errata", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("recipient", "errata")
