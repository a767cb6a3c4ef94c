"""Files, a priority and a programme of a relay; what is written again and again."""

import sqlalchemy as sa
from alembic import op

revision = "c63e9bf02d75"
down_revision = "c4f27a90de61"
branch_labels = None
depends_on = None

KINDS = ("report", "meeting", "call", "information", "opportunity", "event", "consultation", "answer")


def upgrade() -> None:
    with op.batch_alter_table("relay") as table:
        for name in ("priority", "programme"):
            table.add_column(sa.Column(f"{name}_id", sa.Integer(), nullable=True))
            table.create_foreign_key(
                op.f(f"fk_relay_{name}_id_{name}"), name, [f"{name}_id"], ["id"], ondelete="RESTRICT"
            )
            table.create_index(op.f(f"ix_relay_{name}_id"), [f"{name}_id"])
    op.create_table(
        "relay_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("relay_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["relay_id"], ["relay.id"], name=op.f("fk_relay_file_relay_id_relay"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_relay_file_file_id_stored_file"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_file")),
        sa.UniqueConstraint("relay_id", "file_id", name=op.f("uq_relay_file_relay_id_file_id")),
    )
    op.create_index(op.f("ix_relay_file_relay_id"), "relay_file", ["relay_id"])
    op.create_index(op.f("ix_relay_file_file_id"), "relay_file", ["file_id"])
    _create_templates()


def _create_templates() -> None:
    op.create_table(
        "relay_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"kind IN {KINDS}", name=op.f("ck_relay_template_relay_kind")),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["user_account.id"],
            name=op.f("fk_relay_template_created_by_id_user_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_template")),
        sa.UniqueConstraint("name", name=op.f("uq_relay_template_name")),
    )
    op.create_index(op.f("ix_relay_template_created_by_id"), "relay_template", ["created_by_id"])


def downgrade() -> None:
    op.drop_table("relay_template")
    op.drop_table("relay_file")
    with op.batch_alter_table("relay") as table:
        for name in ("priority", "programme"):
            table.drop_index(op.f(f"ix_relay_{name}_id"))
            table.drop_constraint(op.f(f"fk_relay_{name}_id_{name}"), type_="foreignkey")
            table.drop_column(f"{name}_id")
