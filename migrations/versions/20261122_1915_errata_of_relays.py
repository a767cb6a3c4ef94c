"""A relay that sets an earlier one right."""

import sqlalchemy as sa
from alembic import op

revision = "c81e5a9f3d27"
down_revision = "b8d41e70c963"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("relay") as table:
        table.add_column(sa.Column("corrects_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_relay_corrects_id_relay"), "relay", ["corrects_id"], ["id"], ondelete="RESTRICT"
        )
        table.create_index(op.f("ix_relay_corrects_id"), ["corrects_id"])


def downgrade() -> None:
    with op.batch_alter_table("relay") as table:
        table.drop_index(op.f("ix_relay_corrects_id"))
        table.drop_constraint(op.f("fk_relay_corrects_id_relay"), type_="foreignkey")
        table.drop_column("corrects_id")
