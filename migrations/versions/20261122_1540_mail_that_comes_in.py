"""Read a mailbox, and keep the mails that managers send to their own address as drafts of conversations."""

import sqlalchemy as sa
from alembic import op

revision = "e2b90d4f7c16"
down_revision = "e2a74b9c5d18"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OUTCOMES = "'taken', 'repeated', 'automatic', 'nobody', 'unreadable'"
TROUBLES = "'unreachable', 'certificate', 'sign_in', 'folders', 'broken'"
DIRECTIONS = "'received', 'sent'"
STATES = "'open', 'kept', 'discarded'"


def upgrade() -> None:
    _mailbox()
    _address()
    _drafts()
    with op.batch_alter_table("interaction") as table:
        table.add_column(sa.Column("direction", sa.String(32), nullable=True))
        table.create_check_constraint(op.f("ck_interaction_direction"), f"direction IN ({DIRECTIONS})")


def _mailbox() -> None:
    op.create_table(
        "incoming_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_incoming_mail_tries_are_counted")),
        sa.CheckConstraint(f"outcome IN ({OUTCOMES})", name=op.f("ck_incoming_mail_outcome")),
        sa.CheckConstraint(
            "(outcome IS NULL) = (settled_at IS NULL)", name=op.f("ck_incoming_mail_settled_at_once_settled")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_incoming_mail_key")),
    )
    op.create_index(op.f("ix_incoming_mail_settled_at"), "incoming_mail", ["settled_at"])
    op.create_table(
        "mailbox_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("trouble", sa.String(32), nullable=True),
        sa.Column("trouble_since", MOMENT, nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_mailbox_state_one_row")),
        sa.CheckConstraint(f"trouble IN ({TROUBLES})", name=op.f("ck_mailbox_state_mailbox_trouble")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox_state")),
    )


def _address() -> None:
    op.create_table(
        "journal_address",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_journal_address_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_journal_address")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_journal_address_token_hash")),
    )


def _drafts() -> None:
    links = {
        "user_id": ("user_account", "CASCADE"),
        "member_id": ("member", "RESTRICT"),
        "interaction_id": ("interaction", "SET NULL"),
    }
    op.create_table(
        "mail_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("arrived_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("direction", sa.String(32), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("came_from", sa.Text(), nullable=False),
        sa.Column("is_cut", sa.Boolean(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("interaction_id", sa.Integer(), nullable=True),
        sa.Column("kept_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_mail_draft_draft_state")),
        sa.CheckConstraint(f"direction IN ({DIRECTIONS})", name=op.f("ck_mail_draft_direction")),
        sa.CheckConstraint("(state = 'kept') = (kept_at IS NOT NULL)", name=op.f("ck_mail_draft_kept_at_once_kept")),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_mail_draft_{name}_{table}"), ondelete=then)
            for name, (table, then) in links.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_draft")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_mail_draft_user_id_key")),
    )
    op.create_index("ix_mail_draft_open", "mail_draft", ["user_id", "state", "arrived_at"])
    for name in ("member_id", "interaction_id"):
        op.create_index(op.f(f"ix_mail_draft_{name}"), "mail_draft", [name])
    op.create_table(
        "mail_draft_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["mail_draft.id"], name=op.f("fk_mail_draft_file_draft_id_mail_draft"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_mail_draft_file_file_id_stored_file"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_draft_file")),
    )
    for name in ("draft_id", "file_id"):
        op.create_index(op.f(f"ix_mail_draft_file_{name}"), "mail_draft_file", [name])


def downgrade() -> None:
    with op.batch_alter_table("interaction") as table:
        table.drop_constraint(op.f("ck_interaction_direction"), type_="check")
        table.drop_column("direction")
    for name in ("mail_draft_file", "mail_draft", "journal_address", "mailbox_state", "incoming_mail"):
        op.drop_table(name)
