"""One member with what the registers say of it, in the actor's scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db
from cara_crm.members.models import AccountManager, Member, MemberStatus, Site
from cara_crm.members.queries.register import visible
from cara_crm.official.company import Company
from cara_crm.official.comparing import Comparison, Stored, compare
from cara_crm.official.models import Fact, FindingState, OfficialFinding, OfficialLookup
from cara_crm.official.place import Place
from cara_crm.tasks.models import Task, TaskKind

PLACE = (Fact.SIRET, Fact.ADDRESS, Fact.POSTAL_CODE, Fact.TOWN, Fact.DEPARTMENT, Fact.COORDINATES)
#: What people call a difference → the facts that belong to it; the notable ones among them show it.
KINDS: dict[str, tuple[Fact, ...]] = {
    "closed": (Fact.STATE,),
    "moved": PLACE,
    "renamed": (Fact.NAME,),
    "resized": (Fact.CATEGORY, Fact.HEADCOUNT),
}


@dataclass(frozen=True)
class Change:
    """One of KINDS that happened to a member: what shows it, and every fact that is taken over with it."""

    kind: str
    shown: list[Comparison]
    facts: list[Fact]


@dataclass(frozen=True)
class Record:
    """A member with what the registers say of it; `decisions` are the findings by fact."""

    member: Member
    lookup: OfficialLookup | None
    comparisons: list[Comparison]
    decisions: dict[Fact, OfficialFinding]

    def is_dismissed(self, one: Comparison) -> bool:
        """Was this very value turned down?"""
        decided = self.decisions.get(one.fact)
        return decided is not None and decided.state is FindingState.DISMISSED and decided.value == one.official

    @property
    def proposals(self) -> list[Comparison]:
        return [one for one in self.comparisons if one.is_proposal]

    @property
    def stamp(self) -> str:
        """Changes when the registers say something else: nobody takes over what he did not see."""
        said = "\n".join(f"{one.fact.value}={one.official}" for one in self.comparisons)
        return sha256(said.encode()).hexdigest()[:16]

    @property
    def news(self) -> list[Comparison]:
        """What is listed: notable, and nobody has decided."""
        return [one for one in self.proposals if one.is_notable and not self.is_dismissed(one)]

    @property
    def changes(self) -> list[Change]:
        """The same by kind: who moved takes the whole address over, not a town alone."""
        found = []
        for kind, facts in KINDS.items():
            if shown := [one for one in self.news if one.fact in facts]:
                found.append(Change(kind, shown, [one.fact for one in self.proposals if one.fact in facts]))
        return found


@dataclass(frozen=True)
class Summary:
    """For the member's own page: when the registers were asked, how many notable differences wait."""

    checked_at: datetime | None
    waiting: int


def facts_loaded() -> tuple[Any, ...]:
    """What a comparison reads of a member."""
    return (
        joinedload(Member.group),
        joinedload(Member.department),
        selectinload(Member.tags),
        selectinload(Member.other_names),
        selectinload(Member.sites).joinedload(Site.department),
    )


def member_for(actor: Actor, member_id: int) -> Member:
    """The member with everything that is compared. Raises NotVisible."""
    select = sa.select(Member).where(Member.id == member_id, *visible(actor)).options(*facts_loaded())
    found = db.session.scalar(select)
    if found is None:
        raise NotVisible
    return found


def lookup_of(member_id: int) -> OfficialLookup | None:
    """The last question about a member, with its job."""
    select = sa.select(OfficialLookup).where(OfficialLookup.member_id == member_id)
    return db.session.scalar(select.options(joinedload(OfficialLookup.job)))


def findings_of(member_ids: Sequence[int]) -> list[OfficialFinding]:
    return list(db.session.scalars(sa.select(OfficialFinding).where(OfficialFinding.member_id.in_(member_ids))))


def record_for(actor: Actor, member_id: int) -> Record:
    """Raises NotVisible."""
    return record_of(member_for(actor, member_id), lookup_of(member_id))


def record_of(member: Member, lookup: OfficialLookup | None) -> Record:
    """The record of a loaded member."""
    return compared(member, lookup, findings_of([member.id]) if lookup else [])


def compared(member: Member, lookup: OfficialLookup | None, findings: list[OfficialFinding]) -> Record:
    """A loaded member beside the last answer about it."""
    company, place = facts_of(lookup)
    comparisons = compare(stored_of(member), company, place) if company or place else []
    return Record(member, lookup, comparisons, {one.fact: one for one in findings})


def facts_of(lookup: OfficialLookup | None) -> tuple[Company | None, Place | None]:
    """What the registers said last."""
    if lookup is None:
        return None, None
    company = Company.from_json(lookup.company) if lookup.company else None
    return company, Place.from_json(lookup.place) if lookup.place else None


def stored_of(member: Member) -> Stored:
    """A loaded member as it is compared."""
    head = next((site for site in member.sites if site.is_head), None)
    department = head.department if head and head.department else member.department
    return Stored(
        name=member.legal_name,
        other_names=(member.usual_name, *(one.name for one in member.other_names)),
        siren=member.siren or "",
        is_closed=bool(head and head.closed_on),
        is_former=member.status is MemberStatus.FORMER,
        siret=head.siret or "" if head else "",
        address=head.address if head else "",
        postal_code=head.postal_code if head else "",
        town=head.town if head else "",
        department=department.code if department else "",
        latitude=head.latitude if head else None,
        longitude=head.longitude if head else None,
        activity=member.activity_code,
        category=member.category.value,
        category_year=member.category_year,
        band=member.headcount_band,
        band_year=member.headcount_year,
    )


def summary_parts(member_id: int) -> tuple[sa.ScalarSelect[Any], sa.ScalarSelect[Any]]:
    """The two values of `Summary` as parts of another statement: the member's own page pays nothing for them."""
    checked = sa.select(OfficialLookup.checked_at).where(OfficialLookup.member_id == member_id)
    waits = (OfficialFinding.is_notable, OfficialFinding.state == FindingState.OPEN)
    waiting = sa.select(sa.func.count()).where(OfficialFinding.member_id == member_id, *waits)
    return checked.scalar_subquery(), waiting.scalar_subquery()


def summary_of(member_id: int) -> Summary:
    row = db.session.execute(sa.select(*summary_parts(member_id))).one()
    return Summary(row[0], row[1])


def manager_of(member_id: int) -> int | None:
    """Who looks after the member: a user's id."""
    present = sa.select(AccountManager.user_id).where(
        AccountManager.member_id == member_id, AccountManager.until_on.is_(None)
    )
    return db.session.scalar(present.limit(1))


def open_tasks(member_id: int) -> list[Task]:
    """What somebody has still to look at because the register says otherwise."""
    about = (Task.kind == TaskKind.OFFICIAL, Task.subject_type == "member", Task.subject_id == member_id)
    return list(db.session.scalars(sa.select(Task).where(*about, Task.done_at.is_(None))))
