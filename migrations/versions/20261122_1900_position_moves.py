"""Remember which issues went from one position to another, so that old addresses lead on and it can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "d4a7f0c2b958"
down_revision = "c9d25f81e047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "position_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "merge", "split", "move", name="move_kind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("issue_ids", sa.JSON(), nullable=False),
        sa.Column("sector_ids", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_label", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"], ["position.id"], name=op.f("fk_position_move_source_id_position"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["position.id"], name=op.f("fk_position_move_target_id_position"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_position_move_by_id_user_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_move")),
    )
    for column in ("source_id", "target_id", "by_id"):
        op.create_index(op.f(f"ix_position_move_{column}"), "position_move", [column])


def downgrade() -> None:
    op.drop_table("position_move")
