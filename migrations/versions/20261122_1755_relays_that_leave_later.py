"""A relay can be scheduled and called back; its messages are queued by a job."""

import sqlalchemy as sa
from alembic import op

revision = "b5d1e7c93a40"
down_revision = "5f0c2d81a7e4"
branch_labels = None
depends_on = None

STATES = ("draft", "sent", "recorded")


def upgrade() -> None:
    with op.batch_alter_table("relay") as table:
        table.add_column(sa.Column("send_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("released_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_relay_released_by_id_user_account"), "user_account", ["released_by_id"], ["id"], ondelete="SET NULL"
        )
        table.create_index(op.f("ix_relay_released_by_id"), ["released_by_id"])
        _states(table, (*STATES, "scheduled", "sending"))
        table.create_check_constraint(
            op.f("ck_relay_send_at_while_scheduled"), "(state = 'scheduled') = (send_at IS NOT NULL)"
        )


def downgrade() -> None:
    op.execute("UPDATE relay SET state = 'draft', send_at = NULL WHERE state = 'scheduled'")
    op.execute("UPDATE relay SET state = 'sent' WHERE state = 'sending'")
    with op.batch_alter_table("relay") as table:
        table.drop_constraint(op.f("ck_relay_send_at_while_scheduled"), type_="check")
        _states(table, STATES)
        table.drop_index(op.f("ix_relay_released_by_id"))
        table.drop_constraint(op.f("fk_relay_released_by_id_user_account"), type_="foreignkey")
        table.drop_column("released_by_id")
        table.drop_column("send_at")


def _states(table, states: tuple[str, ...]) -> None:
    table.drop_constraint(op.f("ck_relay_relay_state"), type_="check")
    table.create_check_constraint(op.f("ck_relay_relay_state"), f"state IN {states}")
