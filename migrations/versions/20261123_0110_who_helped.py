"""Who of the register helped to solve an issue in the region, and whether its author may know."""

import sqlalchemy as sa
from alembic import op

revision = "e07b95c3d2f8"
down_revision = "b1f7c20d93ae"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issue_helper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_issue_helper_issue_id_issue"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_issue_helper_member_id_member"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_issue_helper_contact_id_contact"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_helper")),
        sa.UniqueConstraint("issue_id", "member_id", name=op.f("uq_issue_helper_issue_id_member_id")),
    )
    for column in ("member_id", "contact_id"):
        op.create_index(op.f(f"ix_issue_helper_{column}"), "issue_helper", [column])


def downgrade() -> None:
    op.drop_table("issue_helper")
