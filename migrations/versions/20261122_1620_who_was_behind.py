"""Remember which issues each position of a report carried when it was sent, and what was answered in each relay."""

import sqlalchemy as sa
from alembic import op

revision = "f6b1d27a8c43"
down_revision = "d90b6e3c5f14"
branch_labels = None
depends_on = None

TABLE = "report_position_issue"
CARRIED = """
INSERT INTO report_position_issue (report_id, position_id, issue_id)
SELECT report.id, report_position.position_id, position_issue.issue_id
FROM report
JOIN report_position ON report_position.report_id = report.id
JOIN position_issue ON position_issue.position_id = report_position.position_id
JOIN relay_issue ON relay_issue.relay_id = report.relay_id AND relay_issue.issue_id = position_issue.issue_id
WHERE report.sent_at IS NOT NULL
"""
relay = sa.table("relay", sa.column("id", sa.Integer), sa.column("audience", sa.JSON))
answer = sa.table("answer", sa.column("relay_id", sa.Integer), sa.column("outcome", sa.String))


def upgrade() -> None:
    op.create_table(
        TABLE,
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("report_id", "position_id", "issue_id")),
        sa.ForeignKeyConstraint(
            ["report_id", "position_id"],
            ["report_position.report_id", "report_position.position_id"],
            name=op.f("fk_report_position_issue_report_id_report_position"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_report_position_issue_issue_id_issue"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("report_id", "position_id", "issue_id", name=op.f("pk_report_position_issue")),
    )
    op.create_index(op.f("ix_report_position_issue_issue_id"), TABLE, ["issue_id"])
    op.execute(CARRIED)
    _write_outcomes()


def _write_outcomes() -> None:
    connection = op.get_bind()
    told = sa.select(relay.c.id, relay.c.audience, answer.c.outcome).join(answer, answer.c.relay_id == relay.c.id)
    for id, audience, outcome in connection.execute(told).all():
        wording = {**(audience or {}).get("wording", {}), "outcome": outcome}
        changed = {**(audience or {}), "wording": wording}
        connection.execute(sa.update(relay).where(relay.c.id == id).values(audience=changed))


def downgrade() -> None:
    op.drop_index(op.f("ix_report_position_issue_issue_id"), TABLE)
    op.drop_table(TABLE)
