"""Events with day, place and places; who comes; the text of a relay in English; one reminder."""

import sqlalchemy as sa
from alembic import op

revision = "e2a95c07b816"
down_revision = "d4a7f0c2b958"
branch_labels = None
depends_on = None

RELAY = (
    ("starts_at", sa.DateTime(timezone=True), None),
    ("ends_at", sa.DateTime(timezone=True), None),
    ("place", sa.Text(), ""),
    ("places", sa.Integer(), None),
    ("title_en", sa.Text(), ""),
    ("body_en", sa.Text(), ""),
    ("reminded_at", sa.DateTime(timezone=True), None),
)
RECIPIENT = ("registered_at", "placed_at", "attended_at")


def upgrade() -> None:
    for name, kind, default in RELAY:
        needed = default is not None
        op.add_column("relay", sa.Column(name, kind, nullable=not needed, server_default=default))
    for name in RECIPIENT:
        op.add_column("recipient", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in reversed(RECIPIENT):
        op.drop_column("recipient", name)
    for name, _kind, _default in reversed(RELAY):
        op.drop_column("relay", name)
