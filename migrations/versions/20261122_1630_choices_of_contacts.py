"""What a person chose about being written to: on which day, on which occasion, and who wrote it down."""

import sqlalchemy as sa
from alembic import op

revision = "a3c8e5f1b920"
down_revision = "f6b1d27a8c43"
branch_labels = None
depends_on = None

CONTACT = sa.table("contact", sa.column("id"), sa.column("newsletter_opt_out_at", sa.DateTime(timezone=True)))
SOURCES = "'portal', 'link', 'email', 'call', 'meeting', 'form', 'team'"


def upgrade() -> None:
    made = op.create_table(
        "contact_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("topic IN ('rhythm', 'newsletters')", name=op.f("ck_contact_choice_choice_topic")),
        sa.CheckConstraint(f"source IN ({SOURCES})", name=op.f("ck_contact_choice_choice_source")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_contact_choice_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["user_account.id"],
            name=op.f("fk_contact_choice_recorded_by_id_user_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_choice")),
    )
    for column in ("contact_id", "recorded_by_id"):
        op.create_index(op.f(f"ix_contact_choice_{column}"), "contact_choice", [column])
    _those_who_left(made)


def _those_who_left(made: sa.Table) -> None:
    """Until now only the link in a newsletter ended them."""
    left = sa.select(CONTACT).where(CONTACT.c.newsletter_opt_out_at.is_not(None))
    rows = [
        {
            "contact_id": row.id,
            "topic": "newsletters",
            "value": "no",
            "decided_on": row.newsletter_opt_out_at.date(),
            "source": "link",
            "note": "",
            "recorded_at": row.newsletter_opt_out_at,
        }
        for row in op.get_bind().execute(left)
    ]
    if rows:
        op.bulk_insert(made, rows)


def downgrade() -> None:
    op.drop_table("contact_choice")
