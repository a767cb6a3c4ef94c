"""Questions of a consultation, what each member answered, and the aggregates once it is closed."""

import sqlalchemy as sa
from alembic import op

revision = "f4b70d2e91c8"
down_revision = "e2b6c81f39d7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("relay", sa.Column("results", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("relay", sa.Column("results_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "relay_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("relay_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("choice", "number", "text", name="question_kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("options_en", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["relay_id"], ["relay.id"], name=op.f("fk_relay_question_relay_id_relay"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_question")),
    )
    op.create_index(op.f("ix_relay_question_relay_id"), "relay_question", ["relay_id"])
    op.create_table(
        "relay_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("relay_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["relay_id"], ["relay.id"], name=op.f("fk_relay_response_relay_id_relay"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_relay_response_member_id_member"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_relay_response_contact_id_contact"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_response")),
        sa.UniqueConstraint("relay_id", "member_id", name=op.f("uq_relay_response_relay_id_member_id")),
    )
    for column in ("relay_id", "member_id", "contact_id"):
        op.create_index(op.f(f"ix_relay_response_{column}"), "relay_response", [column])


def downgrade() -> None:
    op.drop_table("relay_response")
    op.drop_table("relay_question")
    op.drop_column("relay", "results_at")
    op.drop_column("relay", "results")
