"""When a task is reminded of, who gave it, and how often a person is mailed what it has to do."""

import sqlalchemy as sa
from alembic import op

revision = "c5f92d8e3a71"
down_revision = "c3f8a1e5d7b2"
branch_labels = None
depends_on = None

GIVEN_BY = "fk_task_given_by_id_user_account"


def upgrade() -> None:
    with op.batch_alter_table("task") as table:
        table.add_column(sa.Column("remind_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("told_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("given_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.create_foreign_key(op.f(GIVEN_BY), "user_account", ["given_by_id"], ["id"], ondelete="SET NULL")
    with op.batch_alter_table("task") as table:
        table.alter_column("version", existing_type=sa.Integer(), server_default=None)
    op.create_index(op.f("ix_task_remind_on"), "task", ["remind_on"])
    op.create_index(op.f("ix_task_given_by_id"), "task", ["given_by_id"])
    op.create_table(
        "task_mail",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(32), nullable=False),
        sa.CheckConstraint("rhythm IN ('off', 'daily', 'weekly')", name=op.f("ck_task_mail_task_rhythm")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_task_mail_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_task_mail")),
    )


def downgrade() -> None:
    op.drop_table("task_mail")
    op.drop_index(op.f("ix_task_given_by_id"), "task")
    op.drop_index(op.f("ix_task_remind_on"), "task")
    with op.batch_alter_table("task") as table:
        table.drop_constraint(op.f(GIVEN_BY), type_="foreignkey")
        for name in ("version", "given_by_id", "told_on", "remind_on"):
            table.drop_column(name)
