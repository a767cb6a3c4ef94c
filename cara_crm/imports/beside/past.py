"""Issues of the past: closed, not agreed, without any consent. The same words of one member come once."""

from collections.abc import Sequence

import sqlalchemy as sa

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.permissions import Permission
from cara_crm.core.told import gettext as _
from cara_crm.extensions import db
from cara_crm.imports.beside.people import Entry
from cara_crm.imports.beside.placed import Placed
from cara_crm.issues import services as issues
from cara_crm.issues.models import Issue, IssueKind, Urgency
from cara_crm.issues.said import Said
from cara_crm.members.imports.ledger import Ledger
from cara_crm.members.imports.plan import Extra
from cara_crm.members.models import Member
from cara_crm.members.spreadsheet import Problem
from cara_crm.merging.moving import in_parts

LONGEST = 20_000  # characters


def past_extras(entries: Sequence[Entry], *, by: Actor) -> tuple[list[Extra], list[Problem]]:
    """What was said and is not remembered yet. Who may not read raw words may not bring them either."""
    said = [(draft, id, one) for draft, id in entries for one in draft.beside.past if not one.is_relay]
    problems: list[Problem] = []
    if said and not by.can(Permission.ISSUE_HANDLE):
        reason = _("Past issues are brought in by managers: they are left out.")
        return [], [Problem(said[0][2].row, None, reason)]
    known = _known({member_id for _draft, member_id, _one in said if member_id})
    extras = []
    for draft, member_id, one in said:
        if len(one.text) > LONGEST:
            problems.append(Problem(one.row, None, _("Longer than %(most)s characters.", most=LONGEST)))
        elif one.on is not None and one.on > clock.today():
            problems.append(Problem(one.row, None, _("A past issue cannot be dated after today.")))
        elif (member_id, fold(one.text)) not in known:
            values = {"text": one.text, "on": one.on, "kind": one.kind, "urgency": one.urgency}
            values |= {"answer": one.answer, "unsure": one.unsure}
            extras.append(Extra("issue", draft.rows[0], member_id, values))
    return extras, problems


def _known(member_ids: set[int]) -> set[tuple[int | None, str]]:
    found: set[tuple[int | None, str]] = set()
    for part in in_parts(sorted(member_ids)):
        rows = db.session.execute(sa.select(Issue.member_id, Issue.what_happens).where(Issue.member_id.in_(part)))
        found |= {(member_id, fold(text)) for member_id, text in rows}
    return found


def write_past(placed: Placed, ledger: Ledger, *, source: str, by: Actor) -> None:
    """One by one, each with its first version and its one step."""
    said = [(extra, member_id) for extra, member_id in placed if extra.kind == "issue"]
    if not said:
        return
    reason = _("Import of %(source)s", source=source or _("a list"))
    for part in in_parts(said):
        members, people = _of({member_id for _extra, member_id in part})
        made = [
            issues.record_past(
                _said(extra),
                member=members[member_id],
                contact=people.get(member_id),
                on=extra.values["on"],
                reason="\n".join(filter(None, (extra.values["answer"], _of_day(extra), reason))),
                by=by,
            )
            for extra, member_id in part
        ]
        db.session.flush()
        for issue in made:
            ledger.noted_beside(issue.member_id, "issue", issue.id)


def _of_day(extra: Extra) -> str:
    """What the list says of a day that is not exact."""
    if extra.values["unsure"]:
        return str(_("Day in the list: %(words)s", words=extra.values["unsure"]))
    return "" if extra.values["on"] else str(_("The list tells no day."))


def _said(extra: Extra) -> Said:
    told = extra.values
    return Said(what_happens=told["text"], kind=IssueKind(told["kind"]), urgency=Urgency(told["urgency"]))


def _of(ids: set[int]) -> tuple[dict[int, Member], dict[int, Contact]]:
    """Members, and of each that has only one person now, that person: nobody else can have said it."""
    members = {one.id: one for one in db.session.scalars(sa.select(Member).where(Member.id.in_(ids)))}
    rows = db.session.execute(
        sa.select(Affiliation.member_id, Contact)
        .join(Affiliation.contact)
        .where(Affiliation.member_id.in_(ids), Affiliation.until_on.is_(None))
    ).all()
    alone = [id for id in ids if sum(row[0] == id for row in rows) == 1]
    return members, {row[0]: row[1] for row in rows if row[0] in alone}
