"""The turns that mails take to leave, where only so many may a minute."""

import sqlalchemy as sa
from alembic import op

revision = "23fc23d5fe94"
down_revision = "f3c60a7d15b2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mail_turn"),
    )
    op.create_index("ix_mail_turn_until", "mail_turn", ["until"])


def downgrade() -> None:
    op.drop_table("mail_turn")
