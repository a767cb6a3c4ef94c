"""Why a review that was given does not hold any more: the words, an issue behind them, or too few by now."""

from dataclasses import dataclass
from datetime import datetime

from cara_crm.confidentiality.threshold import crosses
from cara_crm.issues.models import Consent, Issue
from cara_crm.positions.models import Position, PositionIssue
from cara_crm.positions.queries.evidence import Standing, groups_behind, is_lapsed, may_be_used


@dataclass(frozen=True)
class ChangedIssue:
    """What became of one issue since the review: of no use any more, another consent, else other words or state."""

    issue: Issue
    is_usable: bool
    consent: Consent | None


@dataclass(frozen=True)
class Lapse:
    """``before`` and ``after``: the groups that the review saw and today's, where these cross the threshold."""

    words_changed: bool
    issues: tuple[ChangedIssue, ...]
    before: int | None = None
    after: int | None = None


def lapse_of(position: Position, now: Standing) -> Lapse | None:
    """The difference to what was approved; None while the approval holds, or when there was none."""
    if not is_lapsed(position, now):
        return None
    links = (*now.usable, *now.against, *now.unusable)
    seen = [link for link in links if link.issue_revision is not None]
    changed = [link for link in seen if link.issue_revision != link.issue.content_revision]
    before, after = groups_behind(seen), groups_behind(links)
    crossed = crosses(before, after, now.k)
    return Lapse(
        words_changed=position.approved_revision != position.content_revision,
        issues=tuple(_changed(link, position.approved_at) for link in changed),
        before=before if crossed else None,
        after=after if crossed else None,
    )


def _changed(link: PositionIssue, since: datetime | None) -> ChangedIssue:
    return ChangedIssue(link.issue, may_be_used(link), _consent_since(link, since))


def _consent_since(link: PositionIssue, since: datetime | None) -> Consent | None:
    """The consent for the position's federation, if it was changed after the review."""
    own = next((one for one in link.issue.consents if one.federation_id == link.federation_id), None)
    return own.consent if own and since and own.changed_at > since else None
