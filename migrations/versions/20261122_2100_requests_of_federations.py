"""Keep a federation's requests, and let a report be the flash note that answers one."""

import sqlalchemy as sa
from alembic import op

revision = "c47be19d02f8"
down_revision = "c90b4d7e21f6"
branch_labels = None
depends_on = None

REFERENCES = {
    "federation_id": ("federation", "RESTRICT", False),
    "contact_id": ("contact", "SET NULL", True),
    "recorded_by_id": ("user_account", "SET NULL", True),
    "relay_id": ("relay", "SET NULL", True),
}
STATES = ("asked", "taken_up", "answered", "declined")
LINKS = {"request_sector": ("sector_id", "sector"), "request_issue": ("issue_id", "issue")}


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "federation_request",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=empty) for name, (_table, _rule, empty) in REFERENCES.items()),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="request_state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("author_label", sa.Text(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("submission_key", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'declined' OR reason <> ''", name=op.f("ck_federation_request_declined_with_a_reason")
        ),
        sa.CheckConstraint(
            "state <> 'answered' OR answered_at IS NOT NULL",
            name=op.f("ck_federation_request_answered_at_once_answered"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_federation_request_{name}_{table}"), ondelete=rule
            )
            for name, (table, rule, _empty) in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_federation_request")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_federation_request_submission_key")),
    )
    for name in REFERENCES:
        op.create_index(op.f(f"ix_federation_request_{name}"), "federation_request", [name])
    for link, (column, table) in LINKS.items():
        _link(link, column, table)
    with op.batch_alter_table("report") as batch:
        batch.add_column(sa.Column("request_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_report_request_id_federation_request"),
            "federation_request",
            ["request_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch.create_index(op.f("ix_report_request_id"), ["request_id"])


def _link(link: str, column: str, table: str) -> None:
    op.create_table(
        link,
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["federation_request.id"],
            name=op.f(f"fk_{link}_request_id_federation_request"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{link}_{column}_{table}"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("request_id", column, name=op.f(f"pk_{link}")),
    )
    op.create_index(op.f(f"ix_{link}_request_id"), link, ["request_id"])
    op.create_index(op.f(f"ix_{link}_{column}"), link, [column])


def downgrade() -> None:
    with op.batch_alter_table("report") as batch:
        batch.drop_index(op.f("ix_report_request_id"))
        batch.drop_constraint(op.f("fk_report_request_id_federation_request"), type_="foreignkey")
        batch.drop_column("request_id")
    for link in LINKS:
        op.drop_table(link)
    op.drop_table("federation_request")
