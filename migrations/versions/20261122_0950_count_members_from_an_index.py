"""Count members by sector, category, department and status from one index."""

from alembic import op

revision = "b3d1f0a4c7e2"
down_revision = "a7f3c2d91e04"
branch_labels = None
depends_on = None

COLUMNS = ["archived_on", "main_sector_id", "category", "department_id", "status"]


def upgrade() -> None:
    op.create_index("ix_member_facets", "member", COLUMNS)


def downgrade() -> None:
    op.drop_index("ix_member_facets", table_name="member")
