"""A member's main telephone, general e-mail and number abroad, a contact's second telephone; people are found by theirs.

The telephones that are kept already come into the contacts' search text as one word each ("0477000000").
"""

import sqlalchemy as sa
from alembic import op

revision = "f1c46b9e20d7"
down_revision = "b4d81f3a6c27"
branch_labels = None
depends_on = None

SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
FIGURES = "replace(replace(replace({}, '+', ''), ' ', ''), '-', '')"


def upgrade() -> None:
    op.add_column("member", sa.Column("phone", sa.Text(), nullable=False, server_default=""))
    op.add_column("member", sa.Column("email", SORTED, nullable=False, server_default=""))
    op.add_column("member", sa.Column("foreign_number", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("second_phone", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_member_phone", "member", ["phone"])
    op.create_index("ix_member_email", "member", ["email"])
    op.create_index("ix_member_foreign_number", "member", ["foreign_number"], unique=True)
    here = f"'0' || {FIGURES.format('substr(phone, 5)')}"
    dialled = f"CASE WHEN phone LIKE '+33 %' THEN {here} ELSE {FIGURES.format('phone')} END"
    op.execute(f"UPDATE contact SET folded = folded || ' ' || {dialled} WHERE phone <> ''")


def downgrade() -> None:
    for name in ("foreign_number", "email", "phone"):
        op.drop_index(f"ix_member_{name}", "member")
        op.drop_column("member", name)
    op.drop_column("contact", "second_phone")
