"""“Not our remit”: the same position for the federation whose remit it is, with who allows that it learns of it."""

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.links import absolute_url
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.issues.models import Consent, Issue
from cara_crm.issues.services import ask_consent, author_of
from cara_crm.positions import queries as positions
from cara_crm.positions import services as wording
from cara_crm.positions.models import Outcome, Position, Stance
from cara_crm.positions.queries.evidence import UNUSABLE_STATES
from cara_crm.reports.answers.queries import issues_behind
from cara_crm.reports.models import Answer

GENERAL = ("title", "statement", "request")
"""Words that name nobody's case; reasons and examples may come from one issue, and go along only when all do."""
PARTICULAR = ("why", "examples", "diverging_view")


class NotTheirRemit(DomainError):
    """Only what was answered with “not our remit”, and whose remit it is, is carried on."""


@dataclass(frozen=True)
class Onward:
    """The issues behind an answer as another federation may know of them: ``allowed`` are carried on, ``asked`` need
    their authors' word first, ``carried`` stand in a position for it already."""

    federation: Federation
    allowed: list[Issue]
    asked: list[Issue]
    carried: list[Issue]
    position: Position | None


def onward(answer: Answer) -> Onward | None:
    """Where an answer leads on; None where it does not say."""
    if answer.outcome is not Outcome.NOT_OUR_REMIT or answer.remit is None:
        return None
    issues = [one for one in issues_behind(answer.report_id, answer.position_id) if _may_be_used(one)]
    links = positions.positions_of_issues([one.id for one in issues])
    grouped = {link.issue_id for link in links if link.federation_id == answer.remit.id}
    rest = [one for one in issues if one.id not in grouped]
    allowed = [one for one in rest if one.consent_for(answer.remit.id) is not Consent.NONE]
    return Onward(
        federation=answer.remit,
        allowed=allowed,
        asked=[one for one in rest if one not in allowed],
        carried=[one for one in issues if one.id in grouped],
        position=answer.onward if answer.onward and answer.onward.federation_id == answer.remit.id else None,
    )


def _may_be_used(issue: Issue) -> bool:
    return issue.may_be_used and issue.state not in UNUSABLE_STATES


def forward(answer: Answer, *, by: Actor) -> Position:
    """A draft of the same position for the other federation, reviewed and sent as any. Authors who did not allow that
    it learns of their issue are asked, and the rest goes on without them. The same again is the same draft.

    Raises NotTheirRemit.
    """
    found = onward(answer)
    if found is None:
        raise NotTheirRemit(_("The answer does not say whose remit it is."))
    if found.position is not None:
        return found.position
    stances = {link.issue_id: link.stance for link in answer.position.links}
    standing = [one for one in found.allowed if stances.get(one.id) is not Stance.AGAINST]
    position = wording.create_position(found.federation, issues=standing, title=answer.position.title, by=by)
    against = [one for one in found.allowed if one not in standing]
    if against:
        wording.add_issues(position, against, stance=Stance.AGAINST, by=by)
    answer.onward = position
    position.is_demonstration = answer.position.is_demonstration
    position.sectors = list(position.sectors or answer.position.sectors)
    everybody = not found.asked and not found.carried
    names = GENERAL + PARTICULAR if everybody else GENERAL
    words = {name: getattr(answer.position, name) for name in names}
    db.session.flush()
    wording.edit_position(position, words, priority=None, version_read=position.version, by=by)
    for issue in found.asked:
        _ask(issue, answer, found.federation, by)
    audit.record("position.forwarded", position, by=by, of=answer.position_id, asked=len(found.asked))
    return position


def _ask(issue: Issue, answer: Answer, federation: Federation, by: Actor) -> None:
    """In the thread of the issue, in its author's language."""
    author = author_of(issue)
    with force_locale(author.language if author else "fr"):
        text = _(
            "%(first)s answers that what you raised is the remit of %(other)s. May %(other)s learn of it? "
            "Without your word it does not: choose on “Who may know”, %(url)s",
            first=answer.report.federation.short_name,
            other=federation.short_name,
            url=absolute_url("portal.consent", issue_id=issue.id),
        )
    ask_consent(issue, federation, text, by=by)
