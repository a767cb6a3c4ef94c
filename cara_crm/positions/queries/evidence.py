"""Who stands behind a position, and whether that is enough."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from cara_crm.confidentiality.threshold import Evidence, crosses
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.issues.models import Consent, Issue, IssueState
from cara_crm.issues.queries import in_charge as issues_in_charge
from cara_crm.members.models import Member, MemberStatus, SectorAssignment, StatusPeriod
from cara_crm.positions.models import Position, PositionIssue, PositionState, Stance

UNUSABLE_STATES = (IssueState.DRAFT, IssueState.DECLINED, IssueState.WITHDRAWN)


@dataclass(frozen=True)
class Standing:
    """The links of a position, sorted: what counts for it, what stands against it, what may not be used."""

    position: Position
    usable: tuple[PositionIssue, ...]
    against: tuple[PositionIssue, ...]
    unusable: tuple[PositionIssue, ...]
    k: int

    @property
    def evidence(self) -> Evidence:
        return Evidence(frozenset(link.issue.member.group_key for link in self.usable), self.k)

    @property
    def named(self) -> int:
        """How many usable issues may be named."""
        return sum(link.issue.consent_for(self.position.federation_id) is Consent.NAMED for link in self.usable)

    @property
    def is_sole_author(self) -> bool:
        return self.evidence.count == 1


def may_be_used(link: PositionIssue) -> bool:
    """Agreed words, neither withdrawn nor declined, with a consent for the federation other than `none`."""
    issue = link.issue
    return (
        issue.may_be_used
        and issue.state not in UNUSABLE_STATES
        and issue.consent_for(link.federation_id) is not Consent.NONE
    )


def links_of(position_ids: Iterable[int]) -> list[PositionIssue]:
    """Every link of these positions with its issue, member, department and consents, oldest issue first."""
    query = (
        sa.select(PositionIssue)
        .join(PositionIssue.issue)
        .where(PositionIssue.position_id.in_(list(position_ids)))
        .options(joinedload(PositionIssue.issue).joinedload(Issue.member).joinedload(Member.department))
        .options(joinedload(PositionIssue.issue).selectinload(Issue.consents))
        .order_by(Issue.submitted_at, Issue.id)
    )
    return list(db.session.scalars(query))


def links_with(federation_id: int, issue_ids: Iterable[int]) -> list[PositionIssue]:
    """The links of these issues in positions for a federation: at most one each."""
    query = sa.select(PositionIssue).where(
        PositionIssue.federation_id == federation_id, PositionIssue.issue_id.in_(list(issue_ids))
    )
    return list(db.session.scalars(query))


def standing(position: Position, k: int) -> Standing:
    """The present evidence of one position, with the threshold `k`."""
    return sort_links(position, links_of([position.id]), k)


def out_of_charge(actor: Actor, links: Iterable[PositionIssue]) -> frozenset[int]:
    """The ids of issues behind a position whose words are not this manager's to read: of other sectors only."""
    return not_in_charge(actor, [link.issue_id for link in links])


def not_in_charge(actor: Actor, ids: Collection[int]) -> frozenset[int]:
    """Those of these issues' ids whose words are not this manager's to read."""
    if actor.sector_ids is None or not ids:
        return frozenset()
    readable = db.session.scalars(sa.select(Issue.id).where(Issue.id.in_(ids), *issues_in_charge(actor)))
    return frozenset(ids) - frozenset(readable)


def sort_links(position: Position, links: Iterable[PositionIssue], k: int) -> Standing:
    """Sort the links of one position (loaded with their issue's member and consents)."""
    own = [link for link in links if link.position_id == position.id]
    good = [link for link in own if may_be_used(link)]
    return Standing(
        position=position,
        usable=tuple(link for link in good if link.stance is Stance.FOR),
        against=tuple(link for link in good if link.stance is Stance.AGAINST),
        unusable=tuple(link for link in own if not may_be_used(link)),
        k=k,
    )


def usable_links(position: Position) -> list[PositionIssue]:
    """Links that count for the position: stance for, words agreed, consent for its federation not `none`.

    Each with `issue.member` loaded; issues that were declined or withdrawn are left out.
    """
    return [link for link in links_of([position.id]) if link.stance is Stance.FOR and may_be_used(link)]


def distinct_groups(position: Position) -> frozenset[str]:
    """The keys of the economic groups behind the position (a member without group is its own)."""
    return frozenset(link.issue.member.group_key for link in usable_links(position))


def needs_review_again(position: Position, k: int) -> bool:
    """Has the approval lapsed? Its words changed, an issue that the review saw did, or the threshold was crossed.

    An issue added since only refreshes the evidence, unless with it the groups cross `k`.
    """
    if position.state is not PositionState.APPROVED:
        return False
    return is_lapsed(position, standing(position, k))


def is_lapsed(position: Position, now: Standing) -> bool:
    """The same for a position whose standing is known: a review was given and does not hold any more."""
    if position.approved_revision is None:
        return False
    if position.approved_revision != position.content_revision:
        return True
    links = (*now.usable, *now.against, *now.unusable)
    seen = [link for link in links if link.issue_revision is not None]
    if any(link.issue_revision != link.issue.content_revision for link in seen):
        return True
    before, after = groups_behind(seen), groups_behind(links)
    return crosses(before, after, now.k)


@dataclass(frozen=True)
class Heard:
    """The groups behind a position as a report counts them: members, out of ``population`` groups, and others apart."""

    members: int
    others: int
    population: int


def heard_by(now: Standing) -> Heard:
    """Who stands behind a position today; a group that is both member and other counts as member."""
    current = _groups_of_members([sector.id for sector in now.position.sectors])
    members = now.evidence.groups & current
    return Heard(len(members), len(now.evidence.groups - current), len(current))


def _groups_of_members(sector_ids: Iterable[int]) -> frozenset[str]:
    """The groups of today's members of these sectors."""
    inside = sa.select(SectorAssignment.member_id).where(
        SectorAssignment.sector_id.in_(list(sector_ids)), *_holds_today(SectorAssignment)
    )
    active = sa.select(StatusPeriod.member_id).where(
        StatusPeriod.status == MemberStatus.ACTIVE, *_holds_today(StatusPeriod)
    )
    one_of_its_own = Member.merged_into_id.is_(None)
    both = Member.id.in_(inside), Member.id.in_(active)  # asked of each member, SQLite read the sector once a member
    query = sa.select(Member).where(*both, one_of_its_own).options(load_only(Member.group_id))
    return frozenset(member.group_key for member in db.session.scalars(query))


def _holds_today(model: type[SectorAssignment | StatusPeriod]) -> tuple[sa.ColumnElement[bool], ...]:
    day = clock.today()
    return model.from_on <= day, sa.or_(model.until_on.is_(None), model.until_on >= day)


def groups_behind(links: Iterable[PositionIssue]) -> int:
    """How many distinct groups stand behind a position by these links."""
    return len({one.issue.member.group_key for one in links if one.stance is Stance.FOR and may_be_used(one)})
