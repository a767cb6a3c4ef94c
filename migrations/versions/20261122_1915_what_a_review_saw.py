"""A review keeps the document that it saw, until the report is sent, so that what changed since can be shown."""

import sqlalchemy as sa
from alembic import op

revision = "e2b6c81f39d7"
down_revision = "e2a95c07b816"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review", sa.Column("document", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("review", "document")
