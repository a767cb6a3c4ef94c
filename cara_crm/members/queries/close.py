"""Whom somebody may mean who typed what no member holds."""

from dataclasses import replace

import sqlalchemy as sa

from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.search import holds, nearly, resembling
from cara_crm.extensions import db
from cara_crm.members.models import Member
from cara_crm.members.names import searched_as
from cara_crm.members.queries.register import MOST_WORDS, Filters, narrowed

MOST_CLOSE = 20
MOST_READ = 2000  # of those that could be meant when a letter is wrong


def close_names(actor: Actor, filters: Filters) -> tuple[int, ...]:
    """Ids of members of the same name to who looks for duplicates, else with words close to what was typed, the closest
    first; for when nothing holds the words."""
    words = fold(filters.q).split()[:MOST_WORDS]
    left = narrowed(actor, replace(filters, q="", ids=None))
    if told := searched_as(words):
        same = sa.select(Member.id).where(*(holds(Member.folded, word) for word in told), *left)
        if found := db.session.scalars(same.order_by(Member.sort_key, Member.id).limit(MOST_CLOSE)).all():
            return tuple(found)
    for typed in filter(None, (words, told)):
        near = [nearly(Member.folded, word) for word in typed]
        rows = db.session.execute(sa.select(Member.id, Member.folded).where(*near, *left).limit(MOST_READ))
        if close := resembling(" ".join(typed), {row.id: row.folded for row in rows}, most=MOST_CLOSE):
            return tuple(close)
    return ()
