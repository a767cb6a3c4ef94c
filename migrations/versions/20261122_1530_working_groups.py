"""Working groups and commissions: sectors, seats over time, meetings; and relays that are addressed to them."""

import sqlalchemy as sa
from alembic import op

revision = "e2a74b9c5d18"
down_revision = "c5f92d8e3a71"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _groups()
    _pairs("workgroup_sector", "workgroup", "sector", "CASCADE", "RESTRICT")
    _seats()
    _meetings()
    _pairs("relay_workgroup", "relay", "workgroup", "CASCADE", "RESTRICT")


def _groups() -> None:
    op.create_table(
        "workgroup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("convenor_id", sa.Integer(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", SORTED, nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('working_group', 'commission')", name=op.f("ck_workgroup_workgroup_kind")),
        sa.ForeignKeyConstraint(
            ["convenor_id"],
            ["user_account.id"],
            name=op.f("fk_workgroup_convenor_id_user_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workgroup")),
    )
    for column in ("convenor_id", "sort_key"):
        op.create_index(op.f(f"ix_workgroup_{column}"), "workgroup", [column])


def _pairs(table: str, left: str, right: str, left_gone: str, right_gone: str) -> None:
    columns = (f"{left}_id", left, left_gone), (f"{right}_id", right, right_gone)
    op.create_table(
        table,
        *(sa.Column(name, sa.Integer(), nullable=False) for name, _target, _gone in columns),
        *(
            sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}_{target}"), ondelete=gone)
            for name, target, gone in columns
        ),
        sa.PrimaryKeyConstraint(*(name for name, _target, _gone in columns), name=op.f(f"pk_{table}")),
    )
    for name, _target, _gone in columns:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def _seats() -> None:
    op.create_table(
        "workgroup_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('chair', 'deputy', 'secretary', 'member', 'guest')", name=op.f("ck_workgroup_seat_seat_role")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_workgroup_seat_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["workgroup_id"], ["workgroup.id"], name=op.f("fk_workgroup_seat_workgroup_id_workgroup"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_workgroup_seat_contact_id_contact"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workgroup_seat")),
    )
    for column in ("workgroup_id", "contact_id"):
        op.create_index(op.f(f"ix_workgroup_seat_{column}"), "workgroup_seat", [column])


def _meetings() -> None:
    op.create_table(
        "workgroup_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("from_time", sa.Time(), nullable=True),
        sa.Column("until_time", sa.Time(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("interaction_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "until_time IS NULL OR from_time IS NOT NULL", name=op.f("ck_workgroup_meeting_ends_only_when_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["workgroup_id"],
            ["workgroup.id"],
            name=op.f("fk_workgroup_meeting_workgroup_id_workgroup"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["interaction_id"],
            ["interaction.id"],
            name=op.f("fk_workgroup_meeting_interaction_id_interaction"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workgroup_meeting")),
        sa.UniqueConstraint("interaction_id", name=op.f("uq_workgroup_meeting_interaction_id")),
    )
    op.create_index("ix_workgroup_meeting_days", "workgroup_meeting", ["workgroup_id", "held_on"])
    op.create_index(op.f("ix_workgroup_meeting_held_on"), "workgroup_meeting", ["held_on"])


def downgrade() -> None:
    for table in ("relay_workgroup", "workgroup_meeting", "workgroup_seat", "workgroup_sector", "workgroup"):
        op.drop_table(table)
