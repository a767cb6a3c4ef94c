"""A worker's sign of life says whether its sending rests, and why."""

import sqlalchemy as sa
from alembic import op

revision = "b1f7c20d93ae"
down_revision = "b17e5c80d3f4"
branch_labels = None
depends_on = None

TROUBLES = ("unreachable", "refused")


def upgrade() -> None:
    with op.batch_alter_table("heartbeat") as batch:
        trouble = sa.Enum(*TROUBLES, name="mail_trouble", native_enum=False, create_constraint=True, length=32)
        batch.add_column(sa.Column("trouble", trouble, nullable=True))
        batch.add_column(sa.Column("trouble_since", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("trouble_said", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("heartbeat") as batch:
        batch.drop_constraint(op.f("ck_heartbeat_mail_trouble"), type_="check")
        batch.drop_column("trouble_said")
        batch.drop_column("trouble_since")
        batch.drop_column("trouble")
