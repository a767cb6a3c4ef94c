"""Keep the name of whoever answered, also where the account has no contact."""

import sqlalchemy as sa
from alembic import op

revision = "f16c3e92d0b8"
down_revision = "e5b20d7c9a14"
branch_labels = None
depends_on = None

FILL = """
UPDATE answer SET author_label = COALESCE(
    (SELECT trim(contact.first_name || ' ' || contact.last_name) FROM contact WHERE contact.id = answer.contact_id),
    (SELECT event.actor_label FROM audit_event AS event
      WHERE event.action = 'answer.given' AND event.subject_type = 'answer'
        AND event.subject_id = COALESCE(answer.carried_from_id, answer.id)
      ORDER BY event.id DESC LIMIT 1),
    '')
WHERE state <> 'draft' AND recorded_by_id IS NULL
"""


def upgrade() -> None:
    with op.batch_alter_table("answer") as table:
        table.add_column(sa.Column("author_label", sa.Text(), nullable=False, server_default=""))
    op.execute(FILL)
    with op.batch_alter_table("answer") as table:
        table.alter_column("author_label", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("answer") as table:
        table.drop_column("author_label")
