"""Keep a federation's question with what it is told, instead of a task alone."""

import sqlalchemy as sa
from alembic import op

revision = "a6f2d80c4e19"
down_revision = "f3c1d94a70b6"
branch_labels = None
depends_on = None

REFERENCES = {
    "report_id": ("report", "CASCADE", False),
    "position_id": ("position", "RESTRICT", False),
    "contact_id": ("contact", "SET NULL", True),
    "task_id": ("task", "SET NULL", True),
    "worded_by_id": ("user_account", "SET NULL", True),
    "released_by_id": ("user_account", "SET NULL", True),
}


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "report_question",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=empty) for name, (_table, _rule, empty) in REFERENCES.items()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_label", sa.Text(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("put_at", moment, nullable=True),
        sa.Column("put_to", sa.Integer(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("worded_at", moment, nullable=True),
        sa.Column("released_at", moment, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("worded_at IS NULL OR reply <> ''", name=op.f("ck_report_question_worded_with_words")),
        sa.CheckConstraint(
            "released_at IS NULL OR worded_at IS NOT NULL", name=op.f("ck_report_question_released_once_worded")
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_report_question_{name}_{table}"), ondelete=rule
            )
            for name, (table, rule, _empty) in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_question")),
    )
    for name in REFERENCES:
        op.create_index(op.f(f"ix_report_question_{name}"), "report_question", [name])


def downgrade() -> None:
    op.drop_table("report_question")
