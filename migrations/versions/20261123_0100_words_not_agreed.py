"""Words that a manager noted are read by colleagues once their author says so: those that wait are nobody else's."""

from alembic import op

revision = "b17e5c80d3f4"
down_revision = "a96d0c4e73b8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE issue SET shared_with_colleagues = (1 = 0)"
        " WHERE agreement IN ('asked', 'refused') AND recorded_by_id IS NOT NULL AND contact_id IS NOT NULL"
    )


def downgrade() -> None:
    """Nobody is shown what it was not shown before."""
