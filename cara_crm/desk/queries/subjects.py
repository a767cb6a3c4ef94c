"""The records that tasks are about: which of them this reader may open, and what each is called."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from cara_crm.contacts.models import Contact
from cara_crm.contacts.queries import visible as visible_contacts
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Permission
from cara_crm.desk.queries.errata import carrying
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction, interaction_member
from cara_crm.interactions.queries import visible as visible_interactions
from cara_crm.issues.models import Issue
from cara_crm.issues.queries.one import in_charge as issues_in_charge
from cara_crm.members.models import Member
from cara_crm.members.queries.register import visible as visible_members
from cara_crm.positions.models import Position
from cara_crm.positions.queries.lists import in_charge as positions_in_charge
from cara_crm.relays.models import UNSENT, Relay
from cara_crm.relays.queries.journal import knows_people
from cara_crm.relays.queries.journal import visible as visible_relays
from cara_crm.reports.models import Report
from cara_crm.reports.queries.listing import visible as visible_reports
from cara_crm.tasks.models import Task, TaskKind

MEMBER_NAME = sa.func.coalesce(sa.func.nullif(Member.usual_name, ""), Member.legal_name)
CONTACT_NAME = sa.func.trim(Contact.first_name + " " + Contact.last_name)

WITH_WHOM = (
    sa.select(sa.func.min(MEMBER_NAME))
    .join(interaction_member, interaction_member.c.member_id == Member.id)
    .where(interaction_member.c.interaction_id == Interaction.id)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Subject:
    """A record that may be opened: its table's name, its id, its title (of a conversation, one of its members).

    `reports`: of an issue about which an erratum is to be sent, ids and numbers of the reports that carry it.
    """

    table: str
    id: int
    title: str
    reports: tuple[tuple[int, str], ...] = ()


ERRATUM = "erratum"
Named = tuple[str | None, int | None]  # a table's name and an id
Readable = Callable[[Actor], sa.Select[Any]]
SOURCES: dict[str, tuple[Permission, Readable]] = {
    "issue": (Permission.ISSUE_READ, lambda actor: _titled(Issue, Issue.title).where(*issues_in_charge(actor))),
    "position": (
        Permission.POSITION_READ,
        lambda actor: _titled(Position, Position.title).where(*positions_in_charge(actor)),
    ),
    "report": (
        Permission.REPORT_READ,
        lambda actor: visible_reports(actor).with_only_columns(Report.id, Report.number.label("title")),
    ),
    "member": (Permission.MEMBER_READ, lambda actor: _titled(Member, MEMBER_NAME).where(*visible_members(actor))),
    "contact": (
        Permission.CONTACT_READ,
        lambda actor: _titled(Contact, CONTACT_NAME).where(*visible_contacts(actor)),
    ),
    "interaction": (
        Permission.INTERACTION_READ,
        lambda actor: _titled(Interaction, WITH_WHOM).where(*visible_interactions(actor)),
    ),
    "relay": (Permission.JOURNAL_READ, lambda actor: _titled(Relay, Relay.title).where(*_relays(actor))),
}


def _titled(model: Any, title: Any) -> sa.Select[Any]:
    return sa.select(model.id, title.label("title"))


def _relays(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Drafts are the managers'."""
    sent = [] if knows_people(actor) else [Relay.state.not_in(UNSENT)]
    return [*visible_relays(actor), *sent]


def subjects_of(actor: Actor, tasks: Collection[Task]) -> dict[Named, Subject]:
    """By table and id, the records of these tasks that this actor may open, with one statement."""
    named = [(one.subject_type, one.subject_id) for one in tasks]
    asked = [pair for pair, one in zip(named, tasks, strict=True) if one.kind is TaskKind.ERRATUM]
    return subjects(actor, named, [issue_id for table, issue_id in asked if table == Issue.__tablename__])


def subjects(actor: Actor, wanted: Iterable[Named], errata: Collection[int | None] = ()) -> dict[Named, Subject]:
    """Of these (table, id), those that this actor may open, with one statement; `errata`: ids of issues about which an
    erratum is to be sent."""
    ids: dict[str, list[int]] = {}
    for table, id in wanted:
        if table in SOURCES and id is not None and actor.can(SOURCES[table][0]):
            ids.setdefault(table, []).append(id)
    if not ids:
        return {}
    parts = [_among(table, SOURCES[table][1](actor), some) for table, some in ids.items()]
    if errata and actor.can(Permission.REPORT_READ):
        parts.append(_among(ERRATUM, carrying(actor), list(filter(None, errata))))
    rows = db.session.execute(sa.union_all(*parts)).all()
    reports: dict[int, list[tuple[int, str]]] = {}
    for row in sorted((row for row in rows if row.of == ERRATUM), key=lambda row: row.report_id):
        reports.setdefault(row.id, []).append((row.report_id, row.title))
    found = [Subject(row.of, row.id, row.title) for row in rows if row.of != ERRATUM]
    return {(one.table, one.id): _with_reports(one, reports) for one in found}


def _with_reports(one: Subject, reports: Mapping[int, list[tuple[int, str]]]) -> Subject:
    return replace(one, reports=tuple(reports.get(one.id, ()))) if one.table == Issue.__tablename__ else one


def _among(table: str, readable: sa.Select[Any], ids: list[int]) -> sa.Select[Any]:
    found = readable.order_by(None).subquery()
    report = found.c.report_id if table == ERRATUM else sa.cast(sa.null(), sa.Integer).label("report_id")
    return sa.select(sa.literal(table).label("of"), found.c.id, found.c.title, report).where(found.c.id.in_(ids))
