"""Count the members by sector, category, department and status as they are written; list them by an index of their own.

The register shows its counts beside every list: reading all members for them took longer than the rest of the page.
PostgreSQL does not take a row's `archived_on IS NULL` for a sorted prefix, so the list's index leaves the archived out.
"""

import sqlalchemy as sa
from alembic import op

revision = "c90b4d7e21f6"
down_revision = "b52d8fae1c64"
branch_labels = None
depends_on = None

CELL = ("main_sector_id", "category", "department_id", "status")
NAMES = ", ".join(CELL)
SAME = " AND ".join(f"{name} IS {{row}}.{name}" for name in CELL)
VALUES = ", ".join(f"new.{name}" for name in CELL)
CATEGORIES = "'micro', 'sme', 'midcap', 'large', 'laboratory', 'education', 'authority', 'association', 'other'"
STATUSES = "'stakeholder', 'prospect', 'active', 'suspended', 'former'"
LIVE = sa.text("archived_on IS NULL")


def upgrade() -> None:
    op.create_table(
        "member_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("main_sector_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"category IN ({CATEGORIES})", name=op.f("ck_member_tally_member_category")),
        sa.CheckConstraint(f"status IN ({STATUSES})", name=op.f("ck_member_tally_member_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_tally")),
    )
    op.create_index("ix_member_tally_cell", "member_tally", list(CELL))
    counted = f"SELECT {NAMES}, count(*) FROM member WHERE archived_on IS NULL GROUP BY {NAMES}"
    op.execute(f"INSERT INTO member_tally ({NAMES}, n) {counted}")
    (_on_sqlite if op.get_bind().dialect.name == "sqlite" else _on_postgresql)()
    op.drop_index("ix_member_list", "member")
    op.drop_index("ix_member_facets", "member")
    op.create_index("ix_member_list", "member", ["sort_key", "id"], sqlite_where=LIVE, postgresql_where=LIVE)
    op.create_index("ix_member_sector_list", "member", ["main_sector_id", "sort_key", "id"])
    op.create_index("ix_member_department_list", "member", ["department_id", "sort_key", "id"])
    op.drop_index("ix_member_main_sector_id", "member")
    op.drop_index("ix_member_department_id", "member")


def _on_sqlite() -> None:
    """One writer at a time: a line for each cell."""
    add = (
        f"INSERT INTO member_tally ({NAMES}, n) SELECT {VALUES}, 0 WHERE new.archived_on IS NULL"
        f" AND NOT EXISTS (SELECT 1 FROM member_tally WHERE {SAME.format(row='new')});"
        f" UPDATE member_tally SET n = n + 1 WHERE new.archived_on IS NULL AND {SAME.format(row='new')};"
    )
    take = f"UPDATE member_tally SET n = n - 1 WHERE old.archived_on IS NULL AND {SAME.format(row='old')};"
    op.execute(f"CREATE TRIGGER member_tally_insert AFTER INSERT ON member BEGIN {add} END")
    op.execute(f"CREATE TRIGGER member_tally_delete AFTER DELETE ON member BEGIN {take} END")
    op.execute(
        f"CREATE TRIGGER member_tally_update AFTER UPDATE OF {NAMES}, archived_on ON member BEGIN {take} {add} END"
    )


def _on_postgresql() -> None:
    """Many writers: each statement adds lines of its own, so that no one waits for another's."""
    parts = {
        "insert": [("1", "new_rows")],
        "update": [("1", "new_rows"), ("-1", "old_rows")],
        "delete": [("-1", "old_rows")],
    }
    for event, tables in parts.items():
        changed = " UNION ALL ".join(
            f"SELECT {NAMES}, {sign} AS n FROM {table} WHERE archived_on IS NULL" for sign, table in tables
        )
        op.execute(
            f"CREATE FUNCTION member_tally_{event}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" INSERT INTO member_tally ({NAMES}, n) SELECT {NAMES}, sum(n) FROM ({changed}) AS changed"
            f" GROUP BY {NAMES} HAVING sum(n) <> 0; RETURN NULL; END $$"
        )
        seen = " ".join(f"{table.split('_')[0].upper()} TABLE AS {table}" for _sign, table in tables)
        op.execute(
            f"CREATE TRIGGER member_tally_{event} AFTER {event.upper()} ON member REFERENCING {seen}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION member_tally_{event}()"
        )


def downgrade() -> None:
    op.create_index("ix_member_department_id", "member", ["department_id"])
    op.create_index("ix_member_main_sector_id", "member", ["main_sector_id"])
    op.drop_index("ix_member_department_list", "member")
    op.drop_index("ix_member_sector_list", "member")
    op.drop_index("ix_member_list", "member")
    op.create_index("ix_member_facets", "member", ["archived_on", *CELL])
    op.create_index("ix_member_list", "member", ["archived_on", "sort_key", "id"])
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for event in ("insert", "update", "delete"):
        op.execute(f"DROP TRIGGER member_tally_{event}" + (" ON member" if on_postgresql else ""))
        if on_postgresql:
            op.execute(f"DROP FUNCTION member_tally_{event}()")
    op.drop_table("member_tally")
