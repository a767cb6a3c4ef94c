"""Who of the register helped to solve an issue in the region."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db
from cara_crm.interactions.attendance import lines_of
from cara_crm.interactions.queries import people_meant
from cara_crm.issues.models import Issue, IssueHelper
from cara_crm.issues.queries.one import in_charge
from cara_crm.members.models import Member
from cara_crm.members.queries import visible


@dataclass(frozen=True)
class Helped:
    """Those whose record this reader may open; `others`: how many more there are."""

    helpers: Sequence[IssueHelper] = ()
    others: int = 0


@dataclass(frozen=True)
class Meant:
    """Whom lines mean without doubt (member id → contact id, None: the organisation), and the lines that do not."""

    found: dict[int, int | None]
    unclear: list[str]


def helpers_of(actor: Actor, issue: Issue) -> Helped:
    """Who helped to solve it; nobody for one that was never solved."""
    if issue.solved_outcome is None:
        return Helped()
    seen = IssueHelper.member_id.in_(sa.select(Member.id).where(*visible(actor))).label("seen")
    rows = db.session.execute(_whole().add_columns(seen).where(IssueHelper.issue_id == issue.id)).all()
    helpers = [helper for helper, is_seen in rows if is_seen]
    return Helped(helpers, len(rows) - len(helpers))


def helper_for(actor: Actor, issue: Issue, helper_id: int) -> IssueHelper:
    """One of these. Raises NotVisible."""
    found = next((one for one in helpers_of(actor, issue).helpers if one.id == helper_id), None)
    if found is None:
        raise NotVisible
    return found


def named_helpers(issue: Issue) -> list[IssueHelper]:
    """Those of whom the author may know: they agreed to it."""
    if issue.solved_outcome is None:
        return []
    return list(db.session.scalars(_whole().where(IssueHelper.issue_id == issue.id, IssueHelper.is_named.is_(True))))


def _whole() -> sa.Select[IssueHelper]:
    """In the order in which they were named."""
    return (
        sa.select(IssueHelper)
        .options(joinedload(IssueHelper.member), joinedload(IssueHelper.contact))
        .order_by(IssueHelper.id)
    )


def helped_counted(actor: Actor, member_id: int) -> sa.ScalarSelect[int]:
    """How many issues of others, that this reader may read, a member helped to solve, as part of another statement."""
    with_it = Issue.id.in_(sa.select(IssueHelper.issue_id).where(IssueHelper.member_id == member_id))
    return sa.select(sa.func.count(Issue.id)).where(with_it, *in_charge(actor)).scalar_subquery()


def helpers_meant(actor: Actor, text: str) -> Meant:
    """Organisations, or persons with theirs, as somebody writes them: one a line."""
    found: dict[int, int | None] = {}
    unclear: list[str] = []
    lines = lines_of(text)
    houses = _houses(actor, {line.whole for line in lines})
    for line, functions in people_meant(actor, [one for one in lines if one.whole not in houses], clock.today()):
        people = {one.contact_id: one.member_id for one in functions if one.member_id}
        if len(people) == 1:
            contact_id, member_id = people.popitem()
            found[member_id] = contact_id
        else:
            unclear.append(line.text)
    found |= {houses[one.whole]: None for one in lines if one.whole in houses and houses[one.whole] not in found}
    return Meant(found, unclear)


def _houses(actor: Actor, names: set[str]) -> dict[str, int]:
    """The members of these folded names; a name that several have is nobody's."""
    query = sa.select(Member.sort_key, Member.id).where(
        Member.sort_key.in_(names), Member.archived_on.is_(None), *visible(actor)
    )
    rows = db.session.execute(query).all() if names else []
    several = [name for name, _id in rows]
    return {name: member_id for name, member_id in rows if several.count(name) == 1}
