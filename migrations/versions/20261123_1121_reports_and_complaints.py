"""Tasks about mail that may not arrive, and choices that a reader made by a complaint."""

from alembic import op

revision = "7c1e5b0f92d4"
down_revision = "d4b8f20c6e17"
branch_labels = None
depends_on = None

KINDS = ("note", "erratum", "call", "correction", "question", "fee_by_post", "official", "address", "left")
SOURCES = ("portal", "link", "email", "call", "meeting", "form", "team")


def upgrade() -> None:
    _kinds((*KINDS, "arrival"))
    _sources((*SOURCES, "complaint"))


def _kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("task") as table:
        table.drop_constraint(op.f("ck_task_task_kind"), type_="check")
        table.create_check_constraint(op.f("ck_task_task_kind"), f"kind IN {kinds}")


def _sources(sources: tuple[str, ...]) -> None:
    with op.batch_alter_table("contact_choice") as table:
        table.drop_constraint(op.f("ck_contact_choice_choice_source"), type_="check")
        table.create_check_constraint(op.f("ck_contact_choice_choice_source"), f"source IN {sources}")


def downgrade() -> None:
    op.execute("DELETE FROM task WHERE kind = 'arrival'")
    op.execute("UPDATE contact_choice SET source = 'email' WHERE source = 'complaint'")
    _kinds(KINDS)
    _sources(SOURCES)
