"""Keep at which rhythm somebody wants each kind of information, and the hour of its digest."""

import sqlalchemy as sa
from alembic import op

revision = "a41c7e9d0b53"
down_revision = "c81e5a9f3d27"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contact", sa.Column("rhythms", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("contact", sa.Column("digest_hour", sa.Integer(), nullable=False, server_default="7"))
    op.add_column("contact_choice", sa.Column("news", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.execute("DELETE FROM contact_choice WHERE news <> ''")
    op.drop_column("contact_choice", "news")
    op.drop_column("contact", "digest_hour")
    op.drop_column("contact", "rhythms")
