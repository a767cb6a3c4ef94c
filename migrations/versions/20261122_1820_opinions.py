"""Keep what authors think of an answer, and when they were asked."""

import sqlalchemy as sa
from alembic import op

revision = "7e41b9c05d38"
down_revision = "e4c9d27a6b38"
branch_labels = None
depends_on = None

COLUMNS = ("opinion_asked_at", "opinion_at", "opinion")
# The column and its check in one statement: rebuilding the table would drop its search triggers on SQLite.
OPINION = (
    "ALTER TABLE issue ADD COLUMN opinion VARCHAR(32)"
    " CONSTRAINT ck_issue_opinion CHECK (opinion IN ('yes', 'partly', 'no'))"
)
SPOKEN = (
    "UPDATE issue SET opinion_asked_at = answered_at WHERE state = 'answered' AND EXISTS (SELECT 1 FROM issue_message"
    " WHERE issue_message.issue_id = issue.id AND is_from_member AND issue_message.at > issue.answered_at)"
)


def upgrade() -> None:
    op.execute(OPINION)
    for column in ("opinion_at", "opinion_asked_at"):
        op.add_column("issue", sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    op.execute(SPOKEN)


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_column("issue", column)
