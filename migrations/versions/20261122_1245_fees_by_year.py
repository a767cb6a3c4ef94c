"""Keep the fee grid of each year, and what became of the call for a year's fee."""

import sqlalchemy as sa
from alembic import op

revision = "a4d17c90e2f5"
down_revision = "f7b2c9d40a15"
branch_labels = None
depends_on = None

CATEGORIES = "'micro', 'sme', 'midcap', 'large', 'laboratory', 'education', 'authority', 'association', 'other'"
KINDS = ("note", "erratum", "call", "correction", "question")


def upgrade() -> None:
    op.create_table(
        "fee_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("college_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("from_band", sa.Text(), nullable=False),
        sa.Column("euros", sa.Integer(), nullable=False),
        sa.CheckConstraint("euros >= 0", name=op.f("ck_fee_rate_fee_is_not_negative")),
        sa.CheckConstraint(f"category IN ({CATEGORIES})", name=op.f("ck_fee_rate_member_category")),
        sa.ForeignKeyConstraint(
            ["college_id"], ["college.id"], name=op.f("fk_fee_rate_college_id_college"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_rate")),
        sa.UniqueConstraint(
            "year", "college_id", "category", "from_band", name=op.f("uq_fee_rate_year_college_id_category_from_band")
        ),
    )
    op.create_index(op.f("ix_fee_rate_college_id"), "fee_rate", ["college_id"])
    with op.batch_alter_table("membership") as table:
        table.add_column(sa.Column("proposed_euros", sa.Integer(), nullable=True))
        table.add_column(sa.Column("fee_reason", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("call_file_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("calls", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("reminders", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.create_foreign_key(
            op.f("fk_membership_call_file_id_stored_file"),
            "stored_file",
            ["call_file_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        table.create_check_constraint(
            op.f("ck_membership_reminded_on_once_reminded"), "(reminders = 0) = (reminded_on IS NULL)"
        )
        table.create_index(op.f("ix_membership_call_file_id"), ["call_file_id"])
        table.create_index("ix_membership_year", ["year"])
    with op.batch_alter_table("membership") as table:
        table.alter_column("fee_reason", existing_type=sa.Text(), server_default=None)
        for name in ("calls", "reminders", "version"):
            table.alter_column(name, existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table("affiliation") as table:
        table.add_column(sa.Column("receives_fee_calls", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("affiliation") as table:
        table.alter_column("receives_fee_calls", existing_type=sa.Boolean(), server_default=None)
    _kinds((*KINDS, "fee_by_post"))


def _kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("task") as table:
        table.drop_constraint(op.f("ck_task_task_kind"), type_="check")
        table.create_check_constraint(op.f("ck_task_task_kind"), f"kind IN {kinds}")


def downgrade() -> None:
    op.execute("DELETE FROM task WHERE kind = 'fee_by_post'")
    _kinds(KINDS)
    with op.batch_alter_table("affiliation") as table:
        table.drop_column("receives_fee_calls")
    with op.batch_alter_table("membership") as table:
        table.drop_index("ix_membership_year")
        table.drop_index(op.f("ix_membership_call_file_id"))
        table.drop_constraint(op.f("ck_membership_reminded_on_once_reminded"), type_="check")
        table.drop_constraint(op.f("fk_membership_call_file_id_stored_file"), type_="foreignkey")
        for name in ("version", "reminded_on", "reminders", "calls", "call_file_id", "fee_reason", "proposed_euros"):
            table.drop_column(name)
    op.drop_table("fee_rate")
