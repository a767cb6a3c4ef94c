"""Keep the federation's own code of a priority, and what identifiers of this cluster begin with once a report left."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "b1e6a4097c35"
down_revision = "b5d1e7c93a40"
branch_labels = None
depends_on = None

CODE = "cluster.code"
SETTING = sa.table(
    "setting",
    sa.column("key", sa.String),
    sa.column("value", sa.JSON),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("updated_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.add_column("priority", sa.Column("own_code", sa.Text(), nullable=False, server_default=""))
    sent = sa.table("report", sa.column("sent_at", sa.DateTime(timezone=True)))
    connection = op.get_bind()
    # until now every identifier began so, whatever the cluster was called
    if connection.scalar(sa.select(sa.func.count()).select_from(sent).where(sent.c.sent_at.is_not(None))):
        now = datetime.now(UTC)
        connection.execute(SETTING.insert().values(key=CODE, value="CARA", created_at=now, updated_at=now))


def downgrade() -> None:
    op.execute(SETTING.delete().where(SETTING.c.key == CODE))
    op.drop_column("priority", "own_code")
