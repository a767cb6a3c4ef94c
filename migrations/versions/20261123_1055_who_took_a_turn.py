"""Which worker took the turn of a mail: one that is gone keeps nobody waiting."""

import sqlalchemy as sa
from alembic import op

revision = "c7e4f02a6b38"
down_revision = "c1e7a4d09b52"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mail_turn", sa.Column("taken_by", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("mail_turn", "taken_by")
