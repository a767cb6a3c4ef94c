"""When a person's data was erased, and the fingerprints of addresses that are not written to again."""

import sqlalchemy as sa
from alembic import op

revision = "a91d3e7c50b8"
down_revision = "c7e20b5d9a41"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contact", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "objection",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_objection"),
    )


def downgrade() -> None:
    op.drop_table("objection")
    op.drop_column("contact", "erased_at")
