"""Drafts of reports may begin by themselves, in a rhythm."""

import sqlalchemy as sa
from alembic import op

revision = "e83d5b6c0a47"
down_revision = "c63e9bf02d75"
branch_labels = None
depends_on = None

RHYTHMS = "'month', 'quarter', 'half_year', 'year'"


def upgrade() -> None:
    op.create_table(
        "report_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("federation_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("writer_id", sa.Integer(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"rhythm IN ({RHYTHMS})", name=op.f("ck_report_plan_rhythm")),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["federation.id"], name=op.f("fk_report_plan_federation_id_federation"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["writer_id"], ["user_account.id"], name=op.f("fk_report_plan_writer_id_user_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_plan")),
    )
    op.create_index(op.f("ix_report_plan_federation_id"), "report_plan", ["federation_id"])
    op.create_index(op.f("ix_report_plan_writer_id"), "report_plan", ["writer_id"])
    op.create_table(
        "report_plan_sector",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["report_plan.id"], name=op.f("fk_report_plan_sector_plan_id_report_plan"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sector_id"], ["sector.id"], name=op.f("fk_report_plan_sector_sector_id_sector"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("plan_id", "sector_id", name=op.f("pk_report_plan_sector")),
    )
    op.create_index(op.f("ix_report_plan_sector_plan_id"), "report_plan_sector", ["plan_id"])
    op.create_index(op.f("ix_report_plan_sector_sector_id"), "report_plan_sector", ["sector_id"])


def downgrade() -> None:
    op.drop_table("report_plan_sector")
    op.drop_table("report_plan")
