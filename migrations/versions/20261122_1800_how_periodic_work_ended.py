"""Remember how each periodic work ended, how long it took, and when it is due again."""

import sqlalchemy as sa
from alembic import op

revision = "d3b8c16f5a27"
down_revision = "c2f7a90d4b16"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("periodic_run") as batch:
        batch.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("seconds", sa.Double(), nullable=True))
        batch.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("trouble", sa.Text(), nullable=False, server_default=""))
        batch.create_check_constraint(op.f("ck_periodic_run_failed_at_while_it_fails"), "(failures = 0) = (failed_at IS NULL)")
        batch.create_check_constraint(op.f("ck_periodic_run_failures_are_counted"), "failures >= 0")


def downgrade() -> None:
    with op.batch_alter_table("periodic_run") as batch:
        batch.drop_constraint(op.f("ck_periodic_run_failures_are_counted"), type_="check")
        batch.drop_constraint(op.f("ck_periodic_run_failed_at_while_it_fails"), type_="check")
        for name in ("trouble", "failed_at", "failures", "seconds", "due_at"):
            batch.drop_column(name)
