"""Remember when a federation was reminded of a report, and whether the clock is to remind it."""

import sqlalchemy as sa
from alembic import op

revision = "e4c9d27a6b38"
down_revision = "b1e6a4097c35"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_reminder_report_id_report"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["user_account.id"], name=op.f("fk_report_reminder_sent_by_id_user_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_reminder")),
    )
    op.create_index(op.f("ix_report_reminder_report_id"), "report_reminder", ["report_id"])
    op.create_index(op.f("ix_report_reminder_sent_by_id"), "report_reminder", ["sent_by_id"])
    op.add_column("report", sa.Column("reminds", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    op.drop_column("report", "reminds")
    op.drop_table("report_reminder")
