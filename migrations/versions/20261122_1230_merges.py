"""Merge records that are one, and remember which pairs are two."""

import sqlalchemy as sa
from alembic import op

revision = "e7c20d94a6b1"
down_revision = "f16c3e92d0b8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("stayed", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('member', 'contact')", name=op.f("ck_merge_merge_kind")),
        sa.CheckConstraint("kept_id <> merged_id", name=op.f("ck_merge_two_records")),
        _person("by_id", "merge"),
        _person("undone_by_id", "merge"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    op.create_index("ix_merge_kept", "merge", ["kind", "kept_id"])
    op.create_index("ix_merge_merged", "merge", ["kind", "merged_id"])
    op.create_index(op.f("ix_merge_by_id"), "merge", ["by_id"])
    op.create_index(op.f("ix_merge_undone_by_id"), "merge", ["undone_by_id"])
    _pairs()
    with op.batch_alter_table("contact") as contact:
        contact.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        contact.create_foreign_key(
            op.f("fk_contact_merged_into_id_contact"), "contact", ["merged_into_id"], ["id"], ondelete="RESTRICT"
        )
        contact.create_index(op.f("ix_contact_merged_into_id"), ["merged_into_id"])
    _keep_words()


def _keep_words() -> None:
    """SQLite has rebuilt the table of contacts: the triggers that keep its words are made again."""
    if op.get_bind().dialect.name != "sqlite":
        return
    put = "INSERT INTO contact_words (rowid, folded) VALUES (new.id, new.folded);"
    take = "INSERT INTO contact_words (contact_words, rowid, folded) VALUES ('delete', old.id, old.folded);"
    op.execute(f"CREATE TRIGGER contact_words_insert AFTER INSERT ON contact BEGIN {put} END")
    op.execute(f"CREATE TRIGGER contact_words_delete AFTER DELETE ON contact BEGIN {take} END")
    op.execute(f"CREATE TRIGGER contact_words_update AFTER UPDATE OF folded ON contact BEGIN {take} {put} END")


def _pairs() -> None:
    op.create_table(
        "duplicate_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("left_id", sa.Integer(), nullable=False),
        sa.Column("right_id", sa.Integer(), nullable=False),
        sa.Column("alike", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('member', 'contact')", name=op.f("ck_duplicate_pair_pair_kind")),
        sa.CheckConstraint("left_id < right_id", name=op.f("ck_duplicate_pair_each_pair_once")),
        sa.CheckConstraint("alike BETWEEN 0 AND 100", name=op.f("ck_duplicate_pair_alike_of_a_hundred")),
        _person("decided_by_id", "duplicate_pair"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pair")),
        sa.UniqueConstraint("kind", "left_id", "right_id", name=op.f("uq_duplicate_pair_kind_left_id_right_id")),
    )
    op.create_index("ix_duplicate_pair_list", "duplicate_pair", ["kind", "alike", "id"])
    op.create_index(op.f("ix_duplicate_pair_decided_by_id"), "duplicate_pair", ["decided_by_id"])


def _person(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_user_account")
    return sa.ForeignKeyConstraint([column], ["user_account.id"], name=name, ondelete="SET NULL")


def downgrade() -> None:
    with op.batch_alter_table("contact") as contact:
        contact.drop_index(op.f("ix_contact_merged_into_id"))
        contact.drop_constraint(op.f("fk_contact_merged_into_id_contact"), type_="foreignkey")
        contact.drop_column("merged_into_id")
    _keep_words()
    op.drop_table("duplicate_pair")
    op.drop_table("merge")
