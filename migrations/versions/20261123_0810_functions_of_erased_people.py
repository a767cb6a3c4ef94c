"""Why a relay was for people who were erased since: their organisation, and no word of what they did there."""

import sqlalchemy as sa
from alembic import op

revision = "88babe2bb3e4"
down_revision = "23fc23d5fe94"
branch_labels = None
depends_on = None

CONTACT = sa.table("contact", sa.column("id"), sa.column("erased_at"))
MEMBER = sa.table("member", sa.column("id"), sa.column("usual_name"), sa.column("legal_name"))
RECIPIENT = sa.table(
    "recipient",
    *(sa.column(name) for name in ("id", "contact_id", "member_id", "reason")),
    sa.column("matched", sa.JSON()),
)


def upgrade() -> None:
    connection = op.get_bind()
    erased = sa.select(CONTACT.c.id).where(CONTACT.c.erased_at.is_not(None))
    name = sa.func.coalesce(sa.func.nullif(MEMBER.c.usual_name, ""), MEMBER.c.legal_name, "")
    told = sa.select(RECIPIENT.c.id, RECIPIENT.c.matched, sa.func.coalesce(name, "").label("name"))
    told = told.outerjoin(MEMBER, MEMBER.c.id == RECIPIENT.c.member_id).where(RECIPIENT.c.contact_id.in_(erased))
    for row in connection.execute(told).all():
        matched = {criterion: values for criterion, values in row.matched.items() if criterion != "functions"}
        kept = sa.update(RECIPIENT).where(RECIPIENT.c.id == row.id)
        connection.execute(kept.values(reason=row.name, matched=matched))


def downgrade() -> None:
    pass
