"""Tasks about a relay that did not leave at its hour."""

from alembic import op

revision = "e9b30d7c1a64"
down_revision = "7c1e5b0f92d4"
branch_labels = None
depends_on = None

KINDS = ("note", "erratum", "call", "correction", "question", "fee_by_post", "official", "address", "left", "arrival")


def upgrade() -> None:
    _kinds((*KINDS, "unsent"))


def _kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("task") as table:
        table.drop_constraint(op.f("ck_task_task_kind"), type_="check")
        table.create_check_constraint(op.f("ck_task_task_kind"), f"kind IN {kinds}")


def downgrade() -> None:
    op.execute("DELETE FROM task WHERE kind = 'unsent'")
    _kinds(KINDS)
