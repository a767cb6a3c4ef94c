"""Find words by their letters in threes: FTS5 tables kept by triggers on SQLite, GIN indexes on PostgreSQL.

On SQLite, a migration that rebuilds one of these tables (batch_alter_table) drops its triggers: it makes them again.
Where a PostgreSQL server does not offer pg_trgm, search reads the columns: slower at 100,000 members, never wrong.
"""

import sqlalchemy as sa
from alembic import op

revision = "d4e8a1f06b37"
down_revision = "d81f4a6c2b97"
branch_labels = None
depends_on = None

TABLES = ("member", "contact", "issue", "position")


def upgrade() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            _fts5(table)
        elif _has_trigrams():
            op.execute(f"CREATE INDEX {table}_words ON {table} USING gin (folded gin_trgm_ops)")


def _has_trigrams() -> bool:
    connection = op.get_bind()
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except (sa.exc.ProgrammingError, sa.exc.OperationalError, sa.exc.NotSupportedError):  # not there, or not allowed
        return False
    return True


def _fts5(table: str) -> None:
    words = f"{table}_words"
    put = f"INSERT INTO {words} (rowid, folded) VALUES (new.id, new.folded);"
    take = f"INSERT INTO {words} ({words}, rowid, folded) VALUES ('delete', old.id, old.folded);"
    op.execute(
        f"CREATE VIRTUAL TABLE {words} USING fts5"
        f"(folded, content='{table}', content_rowid='id', tokenize='trigram', columnsize=0)"
    )
    op.execute(f"INSERT INTO {words} ({words}) VALUES ('rebuild')")
    op.execute(f"CREATE TRIGGER {words}_insert AFTER INSERT ON {table} BEGIN {put} END")
    op.execute(f"CREATE TRIGGER {words}_delete AFTER DELETE ON {table} BEGIN {take} END")
    op.execute(f"CREATE TRIGGER {words}_update AFTER UPDATE OF folded ON {table} BEGIN {take} {put} END")


def downgrade() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            for change in ("insert", "delete", "update"):
                op.execute(f"DROP TRIGGER {table}_words_{change}")
            op.execute(f"DROP TABLE {table}_words")
        else:
            op.execute(f"DROP INDEX IF EXISTS {table}_words")
