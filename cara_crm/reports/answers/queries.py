"""Answers: which wait to be passed on, to whom they go, how many positions are answered."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload, undefer

from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db
from cara_crm.issues.models import Issue, IssueState
from cara_crm.positions.models import Position
from cara_crm.positions.queries import names_behind
from cara_crm.relays.queries import Person, author_contacts
from cara_crm.reports.models import Answer, AnswerState, Report, report_position_issue
from cara_crm.sectors.models import Sector


def in_charge(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """A manager of some sectors handles the answers to positions of one of them."""
    return [] if actor.sector_ids is None else [Position.sectors.any(Sector.id.in_(actor.sector_ids))]


def answer_for(actor: Actor, answer_id: int) -> Answer:
    """An answer that the cluster has, with position, report and its document. Raises NotVisible."""
    found = db.session.scalar(
        _whole().where(Answer.id == answer_id, Answer.state != AnswerState.DRAFT, *in_charge(actor))
    )
    if found is None:
        raise NotVisible
    return found


def for_any_member(answer: Answer, *texts: str) -> list[str]:
    """The texts as all members behind the position may read them: the names of those members masked."""
    names = names_behind([answer.position_id])
    return [names.hide(text, answer.position_id, None) for text in texts]


def earlier_answers(report: Report) -> list[Answer]:
    """What was answered to earlier versions of a report, drafts too: the latest version first."""
    if report.edition == 1:
        return []
    query = (
        sa.select(Answer)
        .join(Answer.report)
        .where(Report.number == report.number, Report.edition < report.edition)
        .options(contains_eager(Answer.report).undefer(Report.document))
        .order_by(Report.edition.desc(), Answer.id)
    )
    return list(db.session.scalars(query))


def answers_before(report: Report) -> dict[int, Answer]:
    """By position: the last answer to an earlier version whose words were others, drafts too."""
    standing = {answer.position_id for answer in report.answers if answer.carried_from_id}
    found: dict[int, Answer] = {}
    for answer in earlier_answers(report):
        if answer.position_id not in standing:
            found.setdefault(answer.position_id, answer)
    return found


def later_version(report: Report) -> Report | None:
    """The newest version of a report that was sent after it, with its positions."""
    query = (
        sa.select(Report)
        .where(Report.number == report.number, Report.edition > report.edition, Report.sent_at.is_not(None))
        .options(selectinload(Report.entries))
        .order_by(Report.edition.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def successor_of(answer: Answer) -> Answer | None:
    """What was answered to the same position in a later version: it stands in the place of this answer."""
    query = (
        sa.select(Answer)
        .join(Answer.report)
        .where(Report.number == answer.report.number, Report.edition > answer.report.edition)
        .where(Answer.position_id == answer.position_id, Answer.state != AnswerState.DRAFT)
        .order_by(Report.edition.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def is_replaced() -> sa.ColumnElement[bool]:
    """Answers (of a query on `Answer`) in whose place one to a later version stands."""
    own, later = aliased(Report), aliased(Report)
    other = aliased(Answer)
    return (
        sa.exists()
        .where(own.id == Answer.report_id, later.number == own.number, later.edition > own.edition)
        .where(other.report_id == later.id, other.position_id == Answer.position_id)
        .where(other.state != AnswerState.DRAFT)
    )


def onward_of(actor: Actor, position_ids: Sequence[int]) -> list[Position]:
    """The other ends of “not our remit”: what these positions were carried on from, and what they were carried on as;
    those that the actor may see."""
    to = sa.select(Answer.onward_id).where(Answer.position_id.in_(position_ids), Answer.onward_id.is_not(None))
    before = sa.select(Answer.position_id).where(Answer.onward_id.in_(position_ids))
    ends = sa.or_(Position.id.in_(to), Position.id.in_(before))
    query = sa.select(Position).where(ends, *in_charge(actor)).options(joinedload(Position.federation))
    return list(db.session.scalars(query.order_by(Position.id)))


def unpassed(actor: Actor) -> list[Answer]:
    """Answers that were given and not yet passed on, the oldest first."""
    query = _whole().where(Answer.state == AnswerState.GIVEN, ~is_replaced(), *in_charge(actor))
    return list(db.session.scalars(query.order_by(Answer.given_at, Answer.id).limit(100)))


def _whole() -> sa.Select[Answer]:
    return (
        sa.select(Answer)
        .join(Answer.position)
        .options(
            joinedload(Answer.position).selectinload(Position.sectors),
            joinedload(Answer.report).joinedload(Report.federation),
            joinedload(Answer.report).options(undefer(Report.document)),
            joinedload(Answer.contact),
        )
    )


def report_to_answer(actor: Actor, report_id: int) -> Report:
    """A sent report whose answers a manager records. Raises NotVisible."""
    scope = [] if actor.sector_ids is None else [Report.sectors.any(Sector.id.in_(actor.sector_ids))]
    found = db.session.scalar(
        sa.select(Report)
        .where(Report.id == report_id, Report.sent_at.is_not(None), *scope)
        .options(
            joinedload(Report.federation),
            selectinload(Report.answers).joinedload(Answer.carried_from),
            selectinload(Report.entries),
            undefer(Report.document),
        )
    )
    if found is None:
        raise NotVisible
    return found


@dataclass(frozen=True)
class Behind:
    """Whose words went up in a position: the issues, and the people who hear the answer, once each."""

    issues: list[Issue]
    people: list[Person]

    @property
    def members(self) -> int:
        return len({issue.member_id for issue in self.issues})


def issues_behind(report_id: int, position_id: int) -> list[Issue]:
    """The issues that a report carried in a position, but for those that were withdrawn since."""
    carried = report_position_issue.c
    query = (
        sa.select(Issue)
        .join(report_position_issue, carried.issue_id == Issue.id)
        .where(carried.report_id == report_id, carried.position_id == position_id)
        .where(Issue.state.not_in((IssueState.WITHDRAWN, IssueState.DRAFT)))
        .options(joinedload(Issue.member))
        .order_by(Issue.id)
    )
    return list(db.session.scalars(query))


def behind(answer: Answer) -> Behind:
    """The issues that the report carried in the position, their authors (where one left, the member's other people)."""
    issues = issues_behind(answer.report_id, answer.position_id)
    by_member = author_contacts([(issue.member_id, issue.contact_id) for issue in issues])
    people = {person.contact.id: person for found in by_member.values() for person in found}
    return Behind(issues, sorted(people.values(), key=lambda person: (person.contact.sort_key, person.contact.id)))


@dataclass(frozen=True)
class Answered:
    """ "Answered 7 of 9", and how many of them have reached the members."""

    given: int
    passed_on: int
    total: int


def answered_of(report: Report) -> Answered:
    """Where the answers to a report stand (its entries and answers are loaded with it)."""
    states = [answer.state for answer in report.answers]
    given = sum(state is not AnswerState.DRAFT for state in states)
    return Answered(given, sum(state is AnswerState.RELAYED for state in states), len(report.entries))
