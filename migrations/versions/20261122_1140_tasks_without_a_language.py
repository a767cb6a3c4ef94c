"""Keep what a task is and who is named in it, not a sentence in the language of whoever caused it."""

import re

import sqlalchemy as sa
from alembic import op

revision = "d81f4a6c2b97"
down_revision = "c93e5b7a1f20"
branch_labels = None
depends_on = None

KINDS = ("note", "erratum", "call", "correction", "question")
TASK = sa.table("task", sa.column("id"), sa.column("kind"), sa.column("title"), sa.column("names", sa.JSON()))
SPACE = "[ \u00a0\u202f]?"
SENTENCES = (
    ("erratum", "Send an erratum: the author of an issue changed who may know"),
    ("erratum", f"Envoyer un erratum{SPACE}: l.auteur d.une remontée a changé d.avis sur qui peut savoir"),
    ("call", "Call (?P<name>.*): the answer does not help"),
    ("call", f"Appeler (?P<name>.*?){SPACE}: la réponse n.aide pas"),
    ("correction", r"(?P<name>.*?) of (?P<member>.*?) proposes a correction: (?P<title>.*)"),
    ("correction", f"(?P<name>.*?), de (?P<member>.*?), propose une correction{SPACE}: (?P<title>.*)"),
    ("question", r"(?P<federation>.*?) asks about “.*?”: (?P<title>.*)"),
    ("question", f"(?P<federation>.*?) demande à propos de «{SPACE}.*?{SPACE}»{SPACE}: (?P<title>.*)"),
)


def upgrade() -> None:
    with op.batch_alter_table("task") as table:
        table.add_column(sa.Column("kind", sa.String(32), nullable=False, server_default="note"))
        table.add_column(sa.Column("names", sa.JSON(), nullable=False, server_default="{}"))
        table.create_check_constraint(op.f("ck_task_task_kind"), f"kind IN {KINDS}")
    _take_apart()
    with op.batch_alter_table("task") as table:
        table.alter_column("kind", existing_type=sa.String(32), server_default=None)
        table.alter_column("names", existing_type=sa.JSON(), server_default=None)


def _take_apart() -> None:
    """The sentences that the product wrote, in either language; what a person wrote stays a note."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(TASK.c.id, TASK.c.title)).all():
        for kind, pattern in SENTENCES:
            found = re.fullmatch(pattern, row.title, re.DOTALL)
            if found:
                names = found.groupdict()
                values = {"kind": kind, "title": names.pop("title", ""), "names": names}
                connection.execute(sa.update(TASK).where(TASK.c.id == row.id).values(values))
                break


FRENCH = {
    "erratum": "Envoyer un erratum\u00a0: l’auteur d’une remontée a changé d’avis sur qui peut savoir",
    "call": "Appeler {name}\u00a0: la réponse n’aide pas",
    "correction": "{name}, de {member}, propose une correction\u00a0: {title}",
    "question": "{federation} demande\u00a0: {title}",
}


def downgrade() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(TASK).where(TASK.c.kind != "note")).all():
        said = FRENCH[row.kind].format(title=row.title, **row.names)
        connection.execute(sa.update(TASK).where(TASK.c.id == row.id).values(title=said))
    with op.batch_alter_table("task") as table:
        table.drop_constraint(op.f("ck_task_task_kind"), type_="check")
        table.drop_column("names")
        table.drop_column("kind")
