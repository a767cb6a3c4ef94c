"""Keep documents with members and conversations."""

import sqlalchemy as sa
from alembic import op

revision = "d7a1c35e90b4"
down_revision = "b4e81c7d2f60"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KINDS = "'statutes', 'charter', 'presentation', 'letter', 'other'"
LINKS = {
    "member_id": ("member", "RESTRICT"),
    "interaction_id": ("interaction", "RESTRICT"),
    "file_id": ("stored_file", "RESTRICT"),
    "added_by_id": ("user_account", "SET NULL"),
    "removed_by_id": ("user_account", "SET NULL"),
}


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in LINKS),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("removed_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_document_document_kind")),
        sa.CheckConstraint(
            "(member_id IS NULL) <> (interaction_id IS NULL)", name=op.f("ck_document_of_a_member_or_an_interaction")
        ),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_reason = '')", name=op.f("ck_document_removed_with_a_reason")
        ),
        sa.CheckConstraint("removed_at IS NULL OR file_id IS NULL", name=op.f("ck_document_removed_is_gone")),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_document_{name}_{table}"), ondelete=then)
            for name, (table, then) in LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    for name in LINKS:
        op.create_index(op.f(f"ix_document_{name}"), "document", [name])


def downgrade() -> None:
    op.drop_table("document")
