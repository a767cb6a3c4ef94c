"""Remember when the author of an issue heard of it for the last time."""

import sqlalchemy as sa
from alembic import op

revision = "5f0c2d81a7e4"
down_revision = "d3b8c16f5a27"
branch_labels = None
depends_on = None

LATEST = """
UPDATE issue SET last_word_at = (
    SELECT max(at) FROM {table} WHERE {table}.issue_id = issue.id AND {ours}
) WHERE EXISTS (
    SELECT 1 FROM {table} WHERE {table}.issue_id = issue.id AND {ours}
    AND (issue.last_word_at IS NULL OR issue.last_word_at < {table}.at)
)
"""


def upgrade() -> None:
    op.add_column("issue", sa.Column("last_word_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE issue SET last_word_at = submitted_at WHERE recorded_by_id IS NOT NULL")
    op.execute(LATEST.format(table="issue_transition", ours="to_state <> 'submitted'"))
    op.execute(LATEST.format(table="issue_message", ours="NOT is_from_member"))


def downgrade() -> None:
    op.drop_column("issue", "last_word_at")
