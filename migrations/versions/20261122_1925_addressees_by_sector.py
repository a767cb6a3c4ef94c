"""Let a federation's people receive reports of some sectors only, and the federation number its answers itself."""

import sqlalchemy as sa
from alembic import op

revision = "b8d41e70c963"
down_revision = "d80a5e3c17b9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "affiliation_sector",
        sa.Column("affiliation_id", sa.Integer(), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["affiliation_id"],
            ["affiliation.id"],
            name=op.f("fk_affiliation_sector_affiliation_id_affiliation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sector_id"], ["sector.id"], name=op.f("fk_affiliation_sector_sector_id_sector"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("affiliation_id", "sector_id", name=op.f("pk_affiliation_sector")),
    )
    op.create_index(op.f("ix_affiliation_sector_affiliation_id"), "affiliation_sector", ["affiliation_id"])
    op.create_index(op.f("ix_affiliation_sector_sector_id"), "affiliation_sector", ["sector_id"])
    op.add_column("answer", sa.Column("own_reference", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("answer", "own_reference")
    op.drop_table("affiliation_sector")
