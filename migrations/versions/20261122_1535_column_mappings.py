"""Remember which column of a list is what."""

import sqlalchemy as sa
from alembic import op

revision = "d90b6e3c5f14"
down_revision = "e2b90d4f7c16"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "column_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_column_mapping_user_id_user_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mapping")),
        sa.UniqueConstraint("folded", name=op.f("uq_column_mapping_folded")),
        sa.UniqueConstraint("signature", name=op.f("uq_column_mapping_signature")),
    )
    op.create_index(op.f("ix_column_mapping_user_id"), "column_mapping", ["user_id"])


def downgrade() -> None:
    op.drop_table("column_mapping")
