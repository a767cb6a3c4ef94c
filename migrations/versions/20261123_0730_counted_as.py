"""Under which keys members were counted: a group that came or went, or a merge, changes nobody behind a figure."""

import sqlalchemy as sa
from alembic import op

revision = "f3c60a7d15b2"
down_revision = "d2f81b6a09c4"
branch_labels = None
depends_on = None

COUNTED = sa.table("counted_as", sa.column("key", sa.Text()), sa.column("under", sa.Text()))
MEMBER = sa.table("member", sa.column("id"), sa.column("group_id"), sa.column("merged_into_id"))
MERGE = sa.table("merge", sa.column("kind"), sa.column("kept_id"), sa.column("merged_id"))
EVENT = sa.table(
    "audit_event", sa.column("action"), sa.column("subject_id"), sa.column("details", sa.JSON())
)


def upgrade() -> None:
    op.create_table(
        "counted_as",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("under", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "under", name="pk_counted_as"),
    )
    ties = sorted(_ties(op.get_bind()))
    if ties:
        op.bulk_insert(COUNTED, [{"key": key, "under": under} for key, under in ties])


def _ties(connection: sa.Connection) -> set[tuple[str, str]]:
    """As far as the past is known: groups of today, groups that were joined, merges even if they were undone."""
    ties = set()
    for id, group_id, kept_id in connection.execute(sa.select(MEMBER.c.id, MEMBER.c.group_id, MEMBER.c.merged_into_id)):
        ties |= {(f"m{id}", f"g{group_id}")} if group_id else set()
        ties |= {(f"m{id}", f"m{kept_id}")} if kept_id else set()
    merges = sa.select(MERGE.c.merged_id, MERGE.c.kept_id).where(MERGE.c.kind == "member")
    ties |= {(f"m{merged_id}", f"m{kept_id}") for merged_id, kept_id in connection.execute(merges)}
    joined = sa.select(EVENT.c.details, EVENT.c.subject_id).where(EVENT.c.action == "group.joined")
    return ties | {(f"g{details['was']}", f"g{to}") for details, to in connection.execute(joined)}


def downgrade() -> None:
    op.drop_table("counted_as")
