"""Keep what an import wrote, member by member, so that it can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "c3f8a1e5d7b2"
down_revision = "d7a1c35e90b4"
branch_labels = None
depends_on = None

STATES = "('mapping', 'checked', 'done', 'abandoned')"
MORE_STATES = "('mapping', 'checked', 'done', 'undone', 'abandoned')"


def upgrade() -> None:
    with op.batch_alter_table("member_import") as table:
        table.drop_constraint(op.f("ck_member_import_import_state"), type_="check")
        table.create_check_constraint(op.f("ck_member_import_import_state"), f"state IN {MORE_STATES}")
        table.add_column(sa.Column("marks", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("done_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("undone_by_id", sa.Integer(), nullable=True))
        table.create_check_constraint(
            op.f("ck_member_import_undone_at_a_moment"), "state <> 'undone' OR undone_at IS NOT NULL"
        )
        table.create_foreign_key(
            op.f("fk_member_import_undone_by_id_user_account"),
            "user_account",
            ["undone_by_id"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_index(op.f("ix_member_import_undone_by_id"), ["undone_by_id"])
    with op.batch_alter_table("member_import") as table:
        table.alter_column("marks", server_default=None)
    op.create_table(
        "imported_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["member_import.id"],
            name=op.f("fk_imported_member_import_id_member_import"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_member")),
        sa.UniqueConstraint("import_id", "member_id", name=op.f("uq_imported_member_import_id_member_id")),
    )
    for column in ("import_id", "member_id"):
        op.create_index(op.f(f"ix_imported_member_{column}"), "imported_member", [column])


def downgrade() -> None:
    op.drop_table("imported_member")
    op.execute("UPDATE member_import SET state = 'abandoned' WHERE state = 'undone'")
    with op.batch_alter_table("member_import") as table:
        table.drop_index(op.f("ix_member_import_undone_by_id"))
        table.drop_constraint(op.f("fk_member_import_undone_by_id_user_account"), type_="foreignkey")
        table.drop_constraint(op.f("ck_member_import_undone_at_a_moment"), type_="check")
        for column in ("undone_by_id", "undone_at", "done_at", "marks"):
            table.drop_column(column)
        table.drop_constraint(op.f("ck_member_import_import_state"), type_="check")
        table.create_check_constraint(op.f("ck_member_import_import_state"), f"state IN {STATES}")
