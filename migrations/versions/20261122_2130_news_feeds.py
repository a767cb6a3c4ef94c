"""Find relays by their words, and let people read what they receive in a news reader."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "b52d8fae1c64"
down_revision = "5b0e7ac49d13"
branch_labels = None
depends_on = None

WORDS = ("title", "body", "title_en", "body_en")
RELAY = sa.table("relay", sa.column("id"), sa.column("folded"), *(sa.column(name) for name in WORDS))
LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
)


def upgrade() -> None:
    op.add_column("relay", sa.Column("folded", sa.Text(), nullable=False, server_default=""))
    connection = op.get_bind()
    for row in connection.execute(sa.select(RELAY)).all():
        words = " ".join(getattr(row, name) for name in WORDS)
        connection.execute(sa.update(RELAY).where(RELAY.c.id == row.id).values(folded=_folded(words)))
    op.create_table(
        "news_feed",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_news_feed_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_news_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_news_feed_token_hash")),
    )


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.sub(r"[\W_]+", " ", letters).strip()


def downgrade() -> None:
    op.drop_table("news_feed")
    op.drop_column("relay", "folded")
