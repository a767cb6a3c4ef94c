"""How many there are of a sector in the territory, by a dated source."""

import sqlalchemy as sa
from alembic import op

revision = "a96d0c4e73b8"
down_revision = "e60b7d25f1a8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sector_population",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("name_fr", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.CheckConstraint("count >= 0", name=op.f("ck_sector_population_counted")),
        sa.ForeignKeyConstraint(
            ["sector_id"], ["sector.id"], name=op.f("fk_sector_population_sector_id_sector"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector_population")),
    )
    op.create_index(op.f("ix_sector_population_sector_id"), "sector_population", ["sector_id"])


def downgrade() -> None:
    op.drop_table("sector_population")
