"""A task to find an address from which mail comes back."""

from alembic import op

revision = "a8c40f6e2d91"
down_revision = "a3c8e5f1b920"
branch_labels = None
depends_on = None

KINDS = ("note", "erratum", "call", "correction", "question", "fee_by_post", "official")


def upgrade() -> None:
    _kinds((*KINDS, "address"))


def downgrade() -> None:
    op.execute("DELETE FROM task WHERE kind = 'address'")
    _kinds(KINDS)


def _kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("task") as table:
        table.drop_constraint(op.f("ck_task_task_kind"), type_="check")
        table.create_check_constraint(op.f("ck_task_task_kind"), f"kind IN {kinds}")
