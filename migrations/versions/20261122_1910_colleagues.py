"""Authors say whether their colleagues may read an issue; who directs a member reads all. Until now everybody did."""

import sqlalchemy as sa
from alembic import op

revision = "d80a5e3c17b9"
down_revision = "a6f2d80c4e19"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("issue", "shared_with_colleagues"), ("user_account", "is_member_director")):
        op.add_column(table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE issue SET shared_with_colleagues = (state <> 'draft')")


def downgrade() -> None:
    op.drop_column("user_account", "is_member_director")
    op.drop_column("issue", "shared_with_colleagues")
