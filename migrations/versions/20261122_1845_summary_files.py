"""A report's one-page summary is a file of its own."""

from alembic import op

revision = "c9d25f81e047"
down_revision = "7e41b9c05d38"
branch_labels = None
depends_on = None

KINDS = ("pdf", "xlsx", "json")


def upgrade() -> None:
    _kinds((*KINDS, "summary"))


def downgrade() -> None:
    op.execute("DELETE FROM report_file WHERE kind = 'summary'")
    _kinds(KINDS)


def _kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("report_file") as table:
        table.drop_constraint(op.f("ck_report_file_file_kind"), type_="check")
        table.create_check_constraint(op.f("ck_report_file_file_kind"), f"kind IN {kinds}")
