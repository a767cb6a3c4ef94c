"""Positions of a federation as raw material: their words, and the usable issues behind each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.federations.models import Priority
from cara_crm.issues.models import Consent, Issue, IssueConsent, IssueImpact
from cara_crm.positions.models import (
    Position,
    PositionIssue,
    PositionState,
    Stance,
    WordingAgreement,
    WordingPurpose,
    position_sector,
)
from cara_crm.reports.material import Organisation, Voice, Wording
from cara_crm.reports.queries.scope import Scope
from cara_crm.reports.queries.voices import usable

OPEN = (PositionState.DRAFT, PositionState.APPROVED)
EVER = (*OPEN, PositionState.RELAYED, PositionState.ANSWERED)


class _Link(NamedTuple):
    """An issue of a position; `seen` is the revision of it that a review saw, `now` the present one."""

    issue_id: int
    member_id: int
    seen: int | None
    now: int


def position_code(position_id: int) -> str:
    """The identifier that stays the same in every report, file and answer."""
    return f"CARA-P{position_id}"


def positions_of_period(scope: Scope, states: Sequence[PositionState] = OPEN) -> list[int]:
    """Ids of the federation's positions in these sectors with an issue of the period behind them, by priority."""
    moments = sa.and_(
        Issue.submitted_at >= clock.moment(scope.period.start),
        Issue.submitted_at < clock.moment(scope.period.end + timedelta(days=1)),
    )
    recent = sa.select(PositionIssue.position_id).join(Issue, Issue.id == PositionIssue.issue_id).where(moments)
    inside = sa.select(position_sector.c.position_id).where(position_sector.c.sector_id.in_(scope.sector_ids))
    return list(
        db.session.scalars(
            sa.select(Position.id)
            .outerjoin(Priority, Priority.id == Position.priority_id)
            .where(
                Position.federation_id == scope.federation_id,
                Position.state.in_(states),
                Position.id.in_(recent),
                Position.id.in_(inside),
            )
            .order_by(sa.func.coalesce(Priority.ordinal, 9999), Position.id)
        )
    )


def wordings(federation_id: int, position_ids: Sequence[int], known: Mapping[int, Organisation]) -> tuple[Wording, ...]:
    """These positions in this order, with their usable voices."""
    positions = {
        position.id: position
        for position in db.session.scalars(
            sa.select(Position)
            .where(Position.id.in_(position_ids), Position.federation_id == federation_id)
            .options(joinedload(Position.priority), selectinload(Position.sectors))
        )
    }
    voices, revisions = _voices(federation_id, position_ids, known), _links(position_ids)
    agreed = _agreements(position_ids)
    return tuple(
        _wording(positions[i], voices.get(i, []), revisions.get(i, []), agreed) for i in position_ids if i in positions
    )


def _wording(
    position: Position,
    voices: list[Voice],
    links: list[_Link],
    agreed: set[tuple[int, int, WordingPurpose, str]],
) -> Wording:
    def has_agreed(issue_id: int, purpose: WordingPurpose) -> bool:
        return (position.id, issue_id, purpose, position.wording_hash) in agreed

    heard = [
        Voice(
            voice.issue_id,
            voice.organisation,
            voice.sectors,
            named=voice.named,
            against=voice.against,
            impacts=voice.impacts,
            agreed_signal=has_agreed(voice.issue_id, WordingPurpose.SIGNAL),
            agreed_named=has_agreed(voice.issue_id, WordingPurpose.NAMED),
        )
        for voice in voices
    ]
    return Wording(
        id=position.id,
        code=position_code(position.id),
        priority=position.priority.code if position.priority else "",
        title=position.title,
        statement=position.statement,
        why=position.why,
        examples=tuple(line.strip() for line in position.examples.splitlines() if line.strip()),
        request=position.request,
        diverging=position.diverging_view,
        way=position.way.value if position.way else "",
        voices=tuple(heard),
        sectors=frozenset(sector.code for sector in position.sectors),
        lapsed=_has_lapsed(position, links),
        kept_quiet=frozenset(link.member_id for link in links if link.issue_id not in {v.issue_id for v in voices}),
    )


def _has_lapsed(position: Position, links: list[_Link]) -> bool:
    """A review was given and does not hold any more: the words changed, or an issue that it saw did."""
    if position.approved_revision is None:
        return False
    return position.approved_revision != position.content_revision or any(
        link.seen is not None and link.seen != link.now for link in links
    )


def _links(position_ids: Sequence[int]) -> Mapping[int, list[_Link]]:
    """By position, unusable issues included."""
    found: dict[int, list[_Link]] = defaultdict(list)
    rows = db.session.execute(
        sa.select(
            PositionIssue.position_id, Issue.id, Issue.member_id, PositionIssue.issue_revision, Issue.content_revision
        )
        .join(Issue, Issue.id == PositionIssue.issue_id)
        .where(PositionIssue.position_id.in_(position_ids))
    )
    for position_id, issue_id, member_id, seen, now in rows:
        found[position_id].append(_Link(issue_id, member_id, seen, now))
    return found


def _voices(
    federation_id: int, position_ids: Sequence[int], known: Mapping[int, Organisation]
) -> Mapping[int, list[Voice]]:
    impacts = _impacts(position_ids)
    found: dict[int, list[Voice]] = defaultdict(list)
    rows = db.session.execute(
        sa.select(PositionIssue.position_id, PositionIssue.stance, Issue.id, Issue.member_id, IssueConsent.consent)
        .join(Issue, Issue.id == PositionIssue.issue_id)
        .join(IssueConsent, IssueConsent.issue_id == Issue.id)
        .where(PositionIssue.position_id.in_(position_ids), *usable(federation_id))
        .order_by(Issue.id)
    )
    for position_id, stance, issue_id, member_id, consent in rows:
        found[position_id].append(
            Voice(
                issue_id,
                known[member_id],
                frozenset(),
                named=consent == Consent.NAMED,
                against=stance == Stance.AGAINST,
                impacts=tuple(impacts.get(issue_id, ())),
            )
        )
    return found


def _impacts(position_ids: Sequence[int]) -> Mapping[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    rows = db.session.execute(
        sa.select(IssueImpact.issue_id, IssueImpact.measure, IssueImpact.amount)
        .join(PositionIssue, PositionIssue.issue_id == IssueImpact.issue_id)
        .where(PositionIssue.position_id.in_(position_ids))
        .distinct()
        .order_by(IssueImpact.issue_id)
    )
    for issue_id, measure, amount in rows:
        found[issue_id].append((measure.value, amount))
    return found


def _agreements(position_ids: Sequence[int]) -> set[tuple[int, int, WordingPurpose, str]]:
    """(position, issue, purpose, hash of the wording) of every yes."""
    rows = db.session.execute(
        sa.select(
            WordingAgreement.position_id,
            WordingAgreement.issue_id,
            WordingAgreement.purpose,
            WordingAgreement.wording_hash,
        ).where(WordingAgreement.position_id.in_(position_ids), WordingAgreement.agreed.is_(True))
    )
    return {tuple(row) for row in rows}  # type: ignore[misc]
