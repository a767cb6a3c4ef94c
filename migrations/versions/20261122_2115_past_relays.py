"""The members whom a relay that was recorded from a list concerned, and what came back from each."""

import sqlalchemy as sa
from alembic import op

revision = "5b0e7c42a9d1"
down_revision = "a41c7e9d0b53"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "relay_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("relay_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["relay_id"], ["relay.id"], name=op.f("fk_relay_member_relay_id_relay"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_relay_member_member_id_member"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_member")),
        sa.UniqueConstraint("relay_id", "member_id", name=op.f("uq_relay_member_relay_id_member_id")),
    )
    op.create_index(op.f("ix_relay_member_relay_id"), "relay_member", ["relay_id"])
    op.create_index(op.f("ix_relay_member_member_id"), "relay_member", ["member_id"])


def downgrade() -> None:
    op.drop_table("relay_member")
