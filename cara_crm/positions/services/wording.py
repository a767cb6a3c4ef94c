"""A position is made from issues and worded for one federation."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Priority
from cara_crm.issues import services as issue_services
from cara_crm.issues.models import Consent, Issue, IssueState
from cara_crm.positions import queries
from cara_crm.positions.models import (
    POSITION_WORDS,
    Position,
    PositionIssue,
    PositionState,
    PositionVersion,
    Stance,
)
from cara_crm.positions.queries.evidence import UNUSABLE_STATES
from cara_crm.positions.services.states import NotPossibleNow, lapse
from cara_crm.positions.words import searchable, words_of
from cara_crm.sectors.models import Sector

BEING_WORKED_ON = (PositionState.DRAFT, PositionState.APPROVED)


class NotUsable(DomainError):
    """An issue that may not stand behind a position for this federation."""


class AlreadyGrouped(DomainError):
    """An issue is in one position per federation."""


def create_position(
    federation: Federation, *, issues: Iterable[Issue], title: str = "", priority: Priority | None = None, by: Actor
) -> Position:
    """A new draft for one federation from these issues. Raises NotUsable or AlreadyGrouped, naming the issue."""
    chosen = list(issues)
    position = Position(
        federation=federation, title=title or (chosen[0].title if chosen else ""), created_by_id=by.user_id
    )
    position.priority = priority or next(
        (one.priority for one in chosen if one.priority and one.priority.federation_id == federation.id), None
    )
    position.folded = searchable(words_of(position))
    db.session.add(position)
    db.session.flush()
    add_issues(position, chosen, by=by)
    _keep_version(position, by=by)
    audit.record("position.created", position, by=by, issues=[one.id for one in chosen])
    return position


def add_issues(position: Position, issues: Iterable[Issue], *, stance: Stance = Stance.FOR, by: Actor) -> None:
    """Put issues behind (or against) a position; what waited to be qualified is so now.

    An approval stays: the evidence alone is refreshed. Raises NotUsable, AlreadyGrouped, NotPossibleNow once sent.
    """
    must_be_worked_on(position)
    chosen = list(issues)
    _refuse_grouped(position, chosen)
    sectors: dict[int, Sector] = {sector.id: sector for sector in position.sectors}
    for issue in chosen:
        _refuse_unusable(issue, position.federation)
        db.session.add(
            PositionIssue(
                position=position,
                issue=issue,
                federation_id=position.federation_id,
                stance=stance,
                added_by_id=by.user_id,
            )
        )
        sectors.update({sector.id: sector for sector in issue.sectors})
        if issue.state is IssueState.SUBMITTED:
            issue_services.qualify(
                issue,
                sectors=issue.sectors,
                priority=issue.priority or position.priority,
                kind=issue.kind,
                urgency=issue.urgency,
                by=by,
            )
    position.sectors = sorted(sectors.values(), key=lambda one: one.ordinal)
    audit.record("position.issues_added", position, by=by, issues=[one.id for one in chosen])


def _refuse_grouped(position: Position, issues: list[Issue]) -> None:
    for link in queries.positions_of_issues([one.id for one in issues]):
        if link.federation_id == position.federation_id:
            raise AlreadyGrouped(
                _(
                    "An issue is in one position per federation: one of these is in “%(title)s”.",
                    title=link.position.title,
                )
            )


def _refuse_unusable(issue: Issue, federation: Federation) -> None:
    words = {"title": issue.title, "federation": federation.short_name}
    if issue.state in UNUSABLE_STATES:
        raise NotUsable(_("“%(title)s” was declined or withdrawn.", **words))
    if not issue.may_be_used:
        raise NotUsable(_("The author of “%(title)s” has not agreed to these words yet.", **words))
    if issue.consent_for(federation.id) is Consent.NONE:
        raise NotUsable(_("The author of “%(title)s” does not allow that %(federation)s learns of it.", **words))


def remove_issue(position: Position, link: PositionIssue, *, by: Actor) -> None:
    """Take an issue out of a position that was not sent with it; an approval lapses. Raises NotPossibleNow."""
    if link.relayed_at is not None:
        raise NotPossibleNow(_("This issue was sent with the position: the link stays."))
    position.links.remove(link)
    new_revision(position, by=by)
    lapse(position, reason="issue removed", by=by)
    audit.record("position.issue_removed", position, by=by, issue=link.issue_id)


def set_stance(position: Position, link: PositionIssue, stance: Stance, *, by: Actor) -> None:
    """The member stands for or against the position; an approval lapses."""
    if link.stance is stance:
        return
    link.stance = stance
    new_revision(position, by=by)
    lapse(position, reason="stance changed", by=by)
    audit.record("position.stance", position, by=by, issue=link.issue_id, stance=stance.value)


def edit_position(
    position: Position, words: Mapping[str, str], *, priority: Priority | None, version_read: int, by: Actor
) -> None:
    """New words (by the names of POSITION_WORDS). A changed wording is a new version, and a review lapses.

    Raises EditedMeanwhile when somebody saved since `version_read`, NotPossibleNow once it was sent.
    """
    if position.version != version_read:
        raise EditedMeanwhile(_("Somebody else saved this position while you were writing. Both wordings are below."))
    must_be_worked_on(position)
    before = words_of(position)
    new = before | {name: words[name] for name in POSITION_WORDS if name in words}
    if priority is not position.priority:
        position.priority = priority
        audit.record("position.filed", position, by=by)
    if new == before:
        return
    for name, text in new.items():
        setattr(position, name, text)
    position.folded = searchable(new)
    new_revision(position, by=by)
    lapse(position, reason="wording changed", by=by)
    changed = [name for name in POSITION_WORDS if new[name] != before[name]]
    audit.record("position.edited", position, by=by, revision=position.content_revision, fields=changed)


def must_be_worked_on(position: Position) -> None:
    """Raises NotPossibleNow for a position that was sent or closed."""
    if position.state not in BEING_WORKED_ON:
        raise NotPossibleNow(_("This position was sent. Take it up again to change it for a next report."))


def new_revision(position: Position, *, by: Actor) -> None:
    """The words or the issues behind them changed: one more version is kept."""
    position.content_revision += 1
    _keep_version(position, by=by)


def _keep_version(position: Position, *, by: Actor) -> None:
    position.versions.append(
        PositionVersion(
            number=position.content_revision,
            words=words_of(position),
            issue_ids=[link.issue_id for link in queries.links_of([position.id])],
            author_id=by.user_id,
            author_label=by.name or by.role.value,
        )
    )
