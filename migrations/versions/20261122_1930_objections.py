"""Those behind a position may see its words first, and object until a day."""

import sqlalchemy as sa
from alembic import op

revision = "f3c1d94a70b6"
down_revision = "91d6e3b2f074"
branch_labels = None
depends_on = None

PURPOSES = ("signal", "named", "ask")


def upgrade() -> None:
    op.add_column("position", sa.Column("objections_until", sa.Date(), nullable=True))
    op.add_column("wording_agreement", sa.Column("objection", sa.Text(), nullable=False, server_default=""))
    _purposes((*PURPOSES, "object"))


def downgrade() -> None:
    op.execute("DELETE FROM wording_agreement WHERE purpose = 'object'")
    _purposes(PURPOSES)
    op.drop_column("wording_agreement", "objection")
    op.drop_column("position", "objections_until")


def _purposes(purposes: tuple[str, ...]) -> None:
    with op.batch_alter_table("wording_agreement") as table:
        table.drop_constraint(op.f("ck_wording_agreement_wording_purpose"), type_="check")
        table.create_check_constraint(op.f("ck_wording_agreement_wording_purpose"), f"purpose IN {purposes}")
