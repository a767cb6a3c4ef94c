"""What members are found by follows the rules by which names are compared, whenever those change."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from cara_crm.extensions import db, reading
from cara_crm.members.models import Member, MemberName, Site
from cara_crm.members.search_text import search_text

WORDS_JOB = "members.words"
CHUNK = 1000
COLUMNS = (
    Member.id,
    Member.legal_name,
    Member.usual_name,
    Member.brands,
    Member.siren,
    Member.foreign_number,
    Member.phone,
    Member.folded,
)
TABLE: Any = Member.__table__
RENEW = (
    sa.update(TABLE)
    .where(TABLE.c.id == sa.bindparam("number"), TABLE.c.folded == sa.bindparam("was"))
    .values(folded=sa.bindparam("now"), updated_at=TABLE.c.updated_at)
)


def renew_words(checkpoint: Callable[[int, int], None]) -> int:
    """Give every member the search text that it would get now; how many had another. A thousand in a transaction,
    read and compared before it begins to write; who was changed meanwhile has the new text already."""
    with reading():
        total = db.session.scalar(sa.select(sa.func.count(Member.id))) or 0
    renewed, done, last = 0, 0, 0
    while True:
        with reading():
            rows = db.session.execute(
                sa.select(*COLUMNS).where(Member.id > last).order_by(Member.id).limit(CHUNK)
            ).all()
            changed = _changed(rows)
        if not rows:
            return renewed
        if changed:
            db.session.connection().execute(RENEW, changed)
        last, done, renewed = rows[-1].id, done + len(rows), renewed + len(changed)
        checkpoint(done, max(done, total))


def _changed(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """What RENEW writes: of each that would get another text its id, the text that it has and the new one."""
    names, places = _parts([row.id for row in rows])
    changed = []
    for row in rows:
        said = [row.legal_name, row.usual_name, *names[row.id], *row.brands.splitlines()]
        text = search_text(said, row.siren, places[row.id], abroad=row.foreign_number, phone=row.phone)
        if set(text.split()) != set(row.folded.split()):
            changed.append({"number": row.id, "was": row.folded, "now": text})
    return changed


def _parts(ids: list[int]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    names: dict[int, list[str]] = defaultdict(list)
    places: dict[int, list[str]] = defaultdict(list)
    others = sa.select(MemberName.member_id, MemberName.name).where(MemberName.member_id.in_(ids))
    for member_id, name in db.session.execute(others):
        names[member_id].append(name)
    sites = sa.select(Site.member_id, Site.name, Site.town, Site.siret).where(Site.member_id.in_(ids))
    for member_id, *told in db.session.execute(sites):
        places[member_id] += [word or "" for word in told]
    return names, places
