"""Likely pairs, found again and again; what a person decided about a pair stays decided."""

from collections.abc import Iterator

import sqlalchemy as sa

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.jobs import services as jobs
from cara_crm.jobs.models import Job, JobState
from cara_crm.merging.likeness import Likely
from cara_crm.merging.models import LOOK_JOB, MergeKind, Pair

CHUNK = 1000


def ask_to_look(*, by: Actor) -> None:
    """A worker looks for pairs soon; asking twice asks once."""
    waiting = sa.exists().where(Job.kind == LOOK_JOB, Job.state == JobState.QUEUED)
    if not db.session.scalar(sa.select(waiting)):
        jobs.enqueue(LOOK_JOB, by=by)


def look(kind: MergeKind, found: list[Likely]) -> int:
    """Replace the open pairs of a kind by those found now; how many are open. Decided ones stay as they are."""
    known = {(p.left_id, p.right_id): p for p in db.session.scalars(sa.select(Pair).where(Pair.kind == kind))}
    likely = {(one.left, one.right): one for one in found}
    gone = [p.id for key, p in known.items() if p.decided_at is None and key not in likely]
    for part in _parts(gone):
        db.session.execute(sa.delete(Pair).where(Pair.id.in_(part)))
    for key, one in likely.items():
        if pair := known.get(key):
            pair.alike, pair.reasons = one.alike, list(one.reasons)
        else:
            db.session.add(
                Pair(kind=kind, left_id=one.left, right_id=one.right, alike=one.alike, reasons=list(one.reasons))
            )
    return sum(1 for key in likely if key not in known or known[key].decided_at is None)


def decide_distinct(pair: Pair, *, by: Actor) -> None:
    """Two records, not one; no new look asks again."""
    pair.decided_at, pair.decided_by_id = clock.now(), by.user_id
    audit.record(f"{pair.kind.value}.distinct", pair, by=by, left_id=pair.left_id, right_id=pair.right_id)


def reopen(pair: Pair, *, by: Actor) -> None:
    """Perhaps they are one after all."""
    pair.decided_at = pair.decided_by_id = None
    audit.record(f"{pair.kind.value}.perhaps_one", pair, by=by, left_id=pair.left_id, right_id=pair.right_id)


def _parts(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
