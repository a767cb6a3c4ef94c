"""Remember whose remit a federation says a matter is, and the position that was carried on to that federation."""

import sqlalchemy as sa
from alembic import op

revision = "d19f60a4b7c3"
down_revision = "e83d5b6c0a47"
branch_labels = None
depends_on = None

COLUMNS = {"remit_id": "federation", "onward_id": "position"}


def upgrade() -> None:
    with op.batch_alter_table("answer") as batch:
        for name, table in COLUMNS.items():
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_answer_{name}_{table}"), table, [name], ["id"], ondelete="RESTRICT")
            batch.create_index(op.f(f"ix_answer_{name}"), [name])


def downgrade() -> None:
    with op.batch_alter_table("answer") as batch:
        for name, table in COLUMNS.items():
            batch.drop_index(op.f(f"ix_answer_{name}"))
            batch.drop_constraint(op.f(f"fk_answer_{name}_{table}"), type_="foreignkey")
            batch.drop_column(name)
