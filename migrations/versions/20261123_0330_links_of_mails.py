"""The moment before which the links in a person's mails open nothing, and tasks about who seems to have left."""

import sqlalchemy as sa
from alembic import op

revision = "b4d81f3a6c27"
down_revision = "e5a90c7d41b2"
branch_labels = None
depends_on = None

KINDS = ("note", "erratum", "call", "correction", "question", "fee_by_post", "official", "address")


def upgrade() -> None:
    op.add_column("contact", sa.Column("links_closed_at", sa.DateTime(timezone=True), nullable=True))
    _kinds((*KINDS, "left"))


def _kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("task") as table:
        table.drop_constraint(op.f("ck_task_task_kind"), type_="check")
        table.create_check_constraint(op.f("ck_task_task_kind"), f"kind IN {kinds}")


def downgrade() -> None:
    op.execute("DELETE FROM task WHERE kind = 'left'")
    _kinds(KINDS)
    op.drop_column("contact", "links_closed_at")
