"""What members are found by follows the rules by which names are compared, whenever those change."""

from collections import defaultdict
from collections.abc import Callable

import sqlalchemy as sa

from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.jobs import services as jobs
from cara_crm.jobs.models import Job, JobState
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


def ask_for_words(*, by: Actor) -> None:
    """A worker looks them over soon; asking twice asks once."""
    waiting = sa.exists().where(Job.kind == WORDS_JOB, Job.state == JobState.QUEUED)
    if not db.session.scalar(sa.select(waiting)):
        jobs.enqueue(WORDS_JOB, by=by)


def renew_words(checkpoint: Callable[[int, int], None]) -> int:
    """Give every member the search text that it would get now; how many had another. A thousand in a transaction."""
    total = db.session.scalar(sa.select(sa.func.count(Member.id))) or 0
    renewed, done, last = 0, 0, 0
    while rows := db.session.execute(
        sa.select(*COLUMNS).where(Member.id > last).order_by(Member.id).limit(CHUNK)
    ).all():
        last = rows[-1].id
        names, places = _parts([row.id for row in rows])
        for row in rows:
            said = [row.legal_name, row.usual_name, *names[row.id], *row.brands.splitlines()]
            text = search_text(said, row.siren, places[row.id], abroad=row.foreign_number, phone=row.phone)
            if set(text.split()) != set(row.folded.split()):
                same = sa.update(Member).where(Member.id == row.id, Member.folded == row.folded)
                db.session.execute(same.values(folded=text, updated_at=Member.updated_at))
                renewed += 1
        done += len(rows)
        checkpoint(done, max(done, total))
    return renewed


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
