"""An author may wish to join a position that is carried already."""

import sqlalchemy as sa
from alembic import op

revision = "c4f27a90de61"
down_revision = "c47be19d02f8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "position_wish",
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_position_wish_position_id_position"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_position_wish_issue_id_issue"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("position_id", "issue_id", name=op.f("pk_position_wish")),
    )
    op.create_index(op.f("ix_position_wish_position_id"), "position_wish", ["position_id"])
    op.create_index(op.f("ix_position_wish_issue_id"), "position_wish", ["issue_id"])


def downgrade() -> None:
    op.drop_table("position_wish")
