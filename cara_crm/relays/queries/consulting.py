"""What a consultation asks, who answered, and the figures that may be shown of it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.confidentiality.suppression import TOTAL, Place, Table, count_table, one_each, sum_table
from cara_crm.confidentiality.threshold import group_key
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Permission
from cara_crm.extensions import db
from cara_crm.members.models import Member
from cara_crm.members.queries import visible as visible_members
from cara_crm.relays.models import Question, QuestionKind, Recipient, Relay, Response

WHOLE: Place = (TOTAL, TOTAL)
Groups = dict[int, tuple[str, object]]


def questions_of(relay: Relay) -> list[Question]:
    return list(relay.questions)


def response_of(relay: Relay, member_id: int | None) -> Response | None:
    """What this member answered."""
    return db.session.scalar(sa.select(Response).filter_by(relay_id=relay.id, member_id=member_id or 0))


def responses_to(actor: Actor, relay: Relay) -> tuple[list[Response], bool]:
    """What was answered, by member: raw words, for the managers, of the members of their sectors; and whether that is
    a part of the answers (see `partly_read`)."""
    everybody = sa.select(sa.func.count()).where(Response.relay_id == relay.id).scalar_subquery()
    found = sa.select(Response, everybody).join(Response.member).where(Response.relay_id == relay.id)
    mine = found.where(*visible_members(actor)).options(joinedload(Response.member))
    rows = db.session.execute(mine.order_by(Member.sort_key, Response.id)).all()
    return [response for response, _ in rows], any(len(rows) < whole for _, whole in rows)


def tables_of(relay: Relay, questions: Sequence[Question]) -> list[Table]:
    """Distinct groups by answer, sums of numbers: not to be shown before they went through `suppress`."""
    groups = _groups(relay)
    asked = len(set(groups.values()))
    responses = db.session.scalars(sa.select(Response).where(Response.relay_id == relay.id).order_by(Response.id)).all()
    tables = []
    for question in questions:
        given = [(groups[r.member_id], r.values[str(question.id)]) for r in responses if str(question.id) in r.values]
        tables += _of_question(question, given, asked)
    return tables


def _groups(relay: Relay) -> Groups:
    """The group of each member that was asked, or has answered since."""
    asked = sa.select(Recipient.member_id).where(Recipient.relay_id == relay.id)
    answered = sa.select(Response.member_id).where(Response.relay_id == relay.id)
    members = sa.select(Member.id, Member.group_id).where(sa.or_(Member.id.in_(asked), Member.id.in_(answered)))
    return {member_id: group_key(member_id, group_id) for member_id, group_id in db.session.execute(members)}


def _of_question(question: Question, given: list[tuple[tuple[str, object], object]], asked: int) -> list[Table]:
    rows = [str(n) for n in range(len(question.options))] if question.kind is QuestionKind.CHOICE else []
    cells: dict[Place, set[object]] = defaultdict(set)
    places = [(row, TOTAL) for row in rows] or [WHOLE]
    for group, place in one_each(
        ((group, (str(value), TOTAL) if rows else WHOLE) for group, value in given), places
    ).items():
        cells[place].add(group)
    population = {(row, TOTAL): asked for row in (*rows, TOTAL)}
    tables = [count_table(f"answers-{question.id}", rows, (), cells, population=population)]
    if question.kind is QuestionKind.NUMBER:
        amounts: dict[object, int] = defaultdict(int)
        for group, value in given:
            amounts[group] += int(str(value))
        tables.append(sum_table(f"sum-{question.id}", (), (), {WHOLE: amounts}, population=population))
    return tables


@dataclass(frozen=True)
class Result:
    """What may be shown of one question: groups by option, groups that answered, a number's sum; None: withheld."""

    question: Question
    options: tuple[int | None, ...]
    answered: int | None
    total: int | None


def results_of(relay: Relay, questions: Sequence[Question]) -> list[Result]:
    """The aggregates as they were worked out on the day after the last; [] while it is open."""
    tables = relay.results.get("tables", {})
    if not tables:
        return []
    found = []
    for question in questions:
        *options, answered = tables[f"answers-{question.id}"]
        found.append(Result(question, tuple(options), answered, tables.get(f"sum-{question.id}", [None])[-1]))
    return found


def partly_read(actor: Actor, relay_ids: Collection[int]) -> set[int]:
    """Those of which the reader may read some of the answers, but not all.

    To it the figures over all are not shown: less what it read, they would tell what a few others said.
    """
    if actor.sector_ids is None or not actor.can(Permission.RELAY_READ):
        return set()
    is_read = sa.case((sa.and_(*visible_members(actor)), 1), else_=0)
    read, all_of_them = sa.func.sum(is_read), sa.func.count()
    counted = sa.select(Response.relay_id).join(Response.member).where(Response.relay_id.in_(relay_ids))
    return set(db.session.scalars(counted.group_by(Response.relay_id).having(read > 0, read < all_of_them)))
