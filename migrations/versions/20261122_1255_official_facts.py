"""Keep what the public registers said of a member, what was decided about each difference, and tasks to look at it."""

import sqlalchemy as sa
from alembic import op

revision = "b8d2f60c4e19"
down_revision = "a4d17c90e2f5"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KINDS = ("note", "erratum", "call", "correction", "question", "fee_by_post")
STATES = "'waiting', 'found', 'choose', 'nothing', 'trouble'"
TROUBLES = "'off', 'unreachable', 'slow', 'busy', 'refused', 'broken', 'nonsense', 'too_large'"
FACTS = (
    "'state', 'name', 'siren', 'siret', 'address', 'postal_code', 'town', 'department', 'coordinates', 'activity', "
    "'category', 'headcount'"
)
DECISIONS = "'open', 'accepted', 'dismissed', 'settled'"


def upgrade() -> None:
    _lookups()
    _findings()
    _kinds((*KINDS, "official"))


def _lookups() -> None:
    op.create_table(
        "official_lookup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("trouble", sa.String(32), nullable=True),
        sa.Column("asked_for", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("retry_at", MOMENT, nullable=True),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("company", sa.JSON(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("found_at", MOMENT, nullable=True),
        sa.Column("checked_at", MOMENT, nullable=True),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_official_lookup_lookup_state")),
        sa.CheckConstraint(f"trouble IN ({TROUBLES})", name=op.f("ck_official_lookup_trouble")),
        sa.CheckConstraint(
            "(state = 'trouble') = (trouble IS NOT NULL)", name=op.f("ck_official_lookup_trouble_says_which")
        ),
        sa.CheckConstraint(
            "state = 'waiting' OR answered_at IS NOT NULL", name=op.f("ck_official_lookup_an_answer_has_its_moment")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_official_lookup_member_id_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"],
            ["user_account.id"],
            name=op.f("fk_official_lookup_asked_by_id_user_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("fk_official_lookup_job_id_job"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_lookup")),
    )
    op.create_index(op.f("ix_official_lookup_member_id"), "official_lookup", ["member_id"], unique=True)
    for column in ("asked_at", "asked_by_id", "job_id", "retry_at", "checked_at"):
        op.create_index(op.f(f"ix_official_lookup_{column}"), "official_lookup", [column])


def _findings() -> None:
    op.create_table(
        "official_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("is_notable", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"fact IN ({FACTS})", name=op.f("ck_official_finding_fact")),
        sa.CheckConstraint(f"state IN ({DECISIONS})", name=op.f("ck_official_finding_finding_state")),
        sa.CheckConstraint(
            "(state IN ('accepted', 'dismissed')) = (decided_at IS NOT NULL)",
            name=op.f("ck_official_finding_decided_at_a_moment"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_official_finding_member_id_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["user_account.id"],
            name=op.f("fk_official_finding_decided_by_id_user_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_finding")),
        sa.UniqueConstraint("member_id", "fact", name=op.f("uq_official_finding_member_id_fact")),
    )
    for column in ("member_id", "decided_by_id"):
        op.create_index(op.f(f"ix_official_finding_{column}"), "official_finding", [column])
    op.create_index("ix_official_finding_open", "official_finding", ["state", "is_notable", "member_id"])


def _kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("task") as table:
        table.drop_constraint(op.f("ck_task_task_kind"), type_="check")
        table.create_check_constraint(op.f("ck_task_task_kind"), f"kind IN {kinds}")


def downgrade() -> None:
    op.execute("DELETE FROM task WHERE kind = 'official'")
    _kinds(KINDS)
    op.drop_table("official_finding")
    op.drop_table("official_lookup")
