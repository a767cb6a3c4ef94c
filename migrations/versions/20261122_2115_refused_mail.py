"""A mail that comes in may be refused: it is not of whom it says, or there were too many."""

from alembic import op

revision = "5b0e7ac49d13"
down_revision = "5b0e7c42a9d1"
branch_labels = None
depends_on = None

OUTCOMES = ("taken", "repeated", "automatic", "nobody", "unreadable")


def upgrade() -> None:
    _outcomes((*OUTCOMES, "refused"))


def downgrade() -> None:
    op.execute("UPDATE incoming_mail SET outcome = 'nobody' WHERE outcome = 'refused'")
    _outcomes(OUTCOMES)


def _outcomes(outcomes: tuple[str, ...]) -> None:
    with op.batch_alter_table("incoming_mail") as table:
        table.drop_constraint(op.f("ck_incoming_mail_outcome"), type_="check")
        table.create_check_constraint(op.f("ck_incoming_mail_outcome"), f"outcome IN {outcomes}")
