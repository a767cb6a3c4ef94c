"""What came back from a relay: the issues that members raised on reading it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.confidentiality.threshold import is_small
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Permission
from cara_crm.extensions import db
from cara_crm.issues.models import Issue, IssueState
from cara_crm.issues.queries import in_charge
from cara_crm.positions.models import PositionIssue
from cara_crm.positions.queries import positions_of_issues
from cara_crm.relays.models import Recipient, Relay, RelayState, relay_issue
from cara_crm.relays.queries.journal import visible
from cara_crm.relays.queries.ledger import GROUP
from cara_crm.relays.queries.received import own_recipient

UNTOLD = (IssueState.DRAFT, IssueState.WITHDRAWN)


@dataclass(frozen=True)
class Raised:
    """The issues that its reader may see, where they are grouped, how many more are in nobody's charge but others';
    distinct groups that raised one, None where that is withheld."""

    issues: list[Issue]
    links: list[PositionIssue]
    unseen: int
    groups: int | None


def raised_by(actor: Actor, relay: Relay, k: int) -> Raised:
    """What a relay set off, the first first. Who may not read raw words gets the number of groups and nothing else."""
    if not actor.can(Permission.ISSUE_READ):
        return Raised([], [], 0, groups_raising([relay.id], k)[relay.id])
    sent = sa.select(Issue).join(Issue.member).where(Issue.raised_by_relay_id == relay.id)
    seen = sent.where(*in_charge(actor)).options(joinedload(Issue.member))
    issues = list(db.session.scalars(seen.order_by(Issue.submitted_at, Issue.id)))
    links = positions_of_issues([one.id for one in issues], actor) if issues else []
    groups = len({one.member.group_key for one in issues})
    unseen = 0
    if actor.sector_ids is not None:
        everybodys = sent.where(Issue.state != IssueState.DRAFT).with_only_columns(sa.func.count(Issue.id))
        unseen = (db.session.scalar(everybodys) or 0) - len(issues)
    return Raised(issues, links, unseen, groups)


def carried_by(actor: Actor, relay: Relay) -> dict[int, list[Issue]]:
    """Member → its issues that a recorded relay carried up, the first first, as far as the actor may read them."""
    if not actor.can(Permission.ISSUE_READ):
        return {}
    found: dict[int, list[Issue]] = {}
    sent = sa.select(Issue).where(Issue.id.in_(_of(relay)), *in_charge(actor))
    for issue in db.session.scalars(sent.order_by(Issue.submitted_at, Issue.id)):
        found.setdefault(issue.member_id, []).append(issue)
    return found


def _of(relay: Relay) -> sa.Select[Any]:
    return sa.select(relay_issue.c.issue_id).where(relay_issue.c.relay_id == relay.id)


def carried_on(actor: Actor, issue: Issue) -> list[Relay]:
    """The recorded relays that carried an issue of the past up, the first first."""
    of_it = sa.select(relay_issue.c.relay_id).where(relay_issue.c.issue_id == issue.id)
    found = sa.select(Relay).where(Relay.id.in_(of_it), Relay.state == RelayState.RECORDED, *visible(actor))
    return list(db.session.scalars(found.options(joinedload(Relay.federation)).order_by(Relay.happened_at, Relay.id)))


def issues_raised(relay_ids: Sequence[int]) -> dict[int, int]:
    """How many issues came of each of the relays, for who reads issues; a relay of which none came is missing."""
    counted = sa.select(Issue.raised_by_relay_id, sa.func.count(Issue.id))
    of_these = counted.where(Issue.raised_by_relay_id.in_(relay_ids), Issue.state != IssueState.DRAFT)
    return _counts(of_these.group_by(Issue.raised_by_relay_id))


def groups_raising(relay_ids: Sequence[int], k: int) -> dict[int, int | None]:
    """How many distinct groups raised an issue on reading each relay, for who may not know people: None where they,
    those who did not, or all whom it is for, are fewer than `k`."""
    asked = sa.select(Recipient.relay_id, sa.func.count(GROUP.distinct())).outerjoin(Recipient.member)
    for_whom = asked.where(Recipient.relay_id.in_(relay_ids)).group_by(Recipient.relay_id)
    population = _counts(for_whom)
    told = Issue.raised_by_relay_id.in_(relay_ids) & Issue.state.not_in(UNTOLD)
    who = sa.select(Issue.raised_by_relay_id, sa.func.count(GROUP.distinct())).join(Issue.member)
    raising = _counts(who.where(told).group_by(Issue.raised_by_relay_id))

    def shown(raised: int, asked: int) -> int | None:
        few = any(is_small(count, k) for count in (raised, asked, max(0, asked - raised)))
        return None if few else raised

    return {key: shown(raising.get(key, 0), population.get(key, 0)) for key in relay_ids}


def _counts(query: sa.Select[Any, Any]) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(query)}


def causes_of(actor: Actor, issues: Iterable[Issue]) -> dict[int, Relay]:
    """The relays on reading which some issues were raised, by their ids, for a manager who sees them."""
    ids = {one.raised_by_relay_id for one in issues if one.raised_by_relay_id is not None}
    found = sa.select(Relay).where(Relay.id.in_(ids), *visible(actor)).order_by(Relay.happened_at, Relay.id)
    return {relay.id: relay for relay in db.session.scalars(found)} if ids else {}


def own_cause_of(actor: Actor, issue: Issue) -> Relay | None:
    """The same for its member, where this person got it, or one of the organisation did."""
    if issue.raised_by_relay_id is None:
        return None
    try:
        return own_recipient(actor, issue.raised_by_relay_id).relay
    except NotVisible:
        return None
