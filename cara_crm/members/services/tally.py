"""The counts of the register, as the database keeps them."""

from collections import Counter

import sqlalchemy as sa

from cara_crm.extensions import db
from cara_crm.members.models import MemberTally

CELL = (MemberTally.main_sector_id, MemberTally.category, MemberTally.department_id, MemberTally.status)


def tidy_tally() -> None:
    """One line for each cell that has members. What others write meanwhile is left for the next time."""
    sums: Counter[tuple[object, ...]] = Counter()
    for *cell, n in db.session.execute(sa.delete(MemberTally).returning(*CELL, MemberTally.n)):
        sums[tuple(cell)] += n
    names = [column.key for column in CELL]
    if lines := [dict(zip(names, cell, strict=True)) | {"n": n} for cell, n in sums.items() if n]:
        db.session.execute(sa.insert(MemberTally), lines)
