"""Let a correction have the answers that were given to the version before, also the corrections sent already."""

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "e5b20d7c9a14"
down_revision = "d4e8a1f06b37"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
CARRIED = ("position_id", "outcome", "until_on", "text_members", "text_cluster", "state", "given_at", "relay_id")
BY_WHOM = ("contact_id", "recorded_by_id")
TYPES = {"until_on": sa.Date(), "given_at": MOMENT, "created_at": MOMENT, "updated_at": MOMENT}
NAMES = ("id", "report_id", "carried_from_id", "version", "created_at", "updated_at", *CARRIED, *BY_WHOM)
ANSWER = sa.table("answer", *(sa.column(name, TYPES.get(name)) for name in NAMES))
REPORT = sa.table("report", *(sa.column(name) for name in ("id", "number", "edition", "document")))
ENTRY = sa.table("report_position", sa.column("report_id"), sa.column("position_id"))
NOT_WORDS = {"figures", "tables", "caveats"}


def upgrade() -> None:
    with op.batch_alter_table("answer") as table:
        table.add_column(sa.Column("carried_from_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_answer_carried_from_id_answer"), "answer", ["carried_from_id"], ["id"], ondelete="RESTRICT"
        )
        table.create_index(op.f("ix_answer_carried_from_id"), ["carried_from_id"])
    connection = op.get_bind()
    corrections = sa.select(REPORT).where(REPORT.c.edition > 1, REPORT.c.document.is_not(None))
    for report in connection.execute(corrections.order_by(REPORT.c.edition, REPORT.c.id)).all():
        _carry(connection, report)


def _carry(connection: sa.Connection, report: Any) -> None:
    """What was answered to an earlier version, where the words are the same and nothing was answered anew."""
    answered = sa.select(ANSWER.c.position_id).where(ANSWER.c.report_id == report.id)
    open_ones = sa.select(ENTRY.c.position_id).where(
        ENTRY.c.report_id == report.id, ENTRY.c.position_id.not_in(answered)
    )
    waiting = set(connection.scalars(open_ones))
    now, moment = _words(report.document), datetime.now(UTC)
    earlier = (
        sa.select(ANSWER, REPORT.c.document)
        .join_from(ANSWER, REPORT, REPORT.c.id == ANSWER.c.report_id)
        .where(REPORT.c.number == report.number, REPORT.c.edition < report.edition)
        .order_by(REPORT.c.edition.desc(), ANSWER.c.id)
    )
    for answer in connection.execute(earlier).all():
        code = f"CARA-P{answer.position_id}"
        if answer.position_id in waiting and code in now and _words(answer.document).get(code) == now[code]:
            waiting.remove(answer.position_id)
            values = {name: getattr(answer, name) for name in CARRIED + BY_WHOM}
            values |= {"report_id": report.id, "carried_from_id": answer.id, "version": 1}
            connection.execute(sa.insert(ANSWER).values(values | {"created_at": moment, "updated_at": moment}))


def _words(document: str | None) -> dict[str, dict[str, Any]]:
    """The positions of a frozen document by their code, without what counts."""
    positions = json.loads(document or "{}").get("positions", [])
    return {one["id"]: {k: v for k, v in one.items() if k not in NOT_WORDS} for one in positions}


def downgrade() -> None:
    op.execute(sa.delete(ANSWER).where(ANSWER.c.carried_from_id.is_not(None)))
    with op.batch_alter_table("answer") as table:
        table.drop_index(op.f("ix_answer_carried_from_id"))
        table.drop_constraint(op.f("fk_answer_carried_from_id_answer"), type_="foreignkey")
        table.drop_column("carried_from_id")
