"""Under what an issue is filed; a federation that its author was not asked about learns no more than the author's word
to the others allows."""

from collections.abc import Iterable

from flask_babel import force_locale
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.links import absolute_url
from cara_crm.federations.models import Federation, Priority
from cara_crm.issues.models import Agreement, Consent, Issue, IssueConsent, IssueKind, IssueState, Urgency
from cara_crm.issues.services.consent import apply_default_consents, put_to_choice
from cara_crm.issues.services.handling import pass_question
from cara_crm.issues.services.mails import author_of, tell_author
from cara_crm.issues.services.moves import NotPossibleNow, move
from cara_crm.sectors.models import Sector


class SectorMissing(DomainError):
    """A qualified issue belongs to at least one sector."""

    field = "sector_ids"


def qualify(
    issue: Issue, *, sectors: Iterable[Sector], priority: Priority | None, kind: IssueKind, urgency: Urgency, by: Actor
) -> None:
    """File the issue: sectors, a federation's priority, kind and urgency. The first time it becomes `qualified`.

    Where that brings a federation that the author was not asked about, the author is. Raises SectorMissing without a
    sector, NotPossibleNow when it was withdrawn or never sent.
    """
    chosen = list(sectors)
    if not chosen:
        raise SectorMissing(_("Choose at least one sector."))
    if issue.state in (IssueState.DRAFT, IssueState.WITHDRAWN):
        raise NotPossibleNow(_("This is no longer possible for this issue. Reload the page to see where it stands."))
    issue.sectors, issue.priority, issue.kind, issue.urgency = chosen, priority, kind, urgency
    if issue.state is IssueState.SUBMITTED:
        move(issue, IssueState.QUALIFIED, by=by)
        if issue.may_be_used:
            tell_author(issue, "issue_moved", step="qualified", by=by)
    else:
        audit.record("issue.filed", issue, by=by)
    _concern_others(issue, by=by)


def _concern_others(issue: Issue, *, by: Actor) -> None:
    """Federations of its sectors that are new to it. Who has still to agree to the words reads them there."""
    was_asked = bool(issue.consents) or issue.agreement is Agreement.ASKED
    new = apply_default_consents(issue, most=Consent.ANONYMOUS if was_asked else Consent.NONE)
    if not new or issue.agreement is Agreement.ASKED or issue.state is IssueState.DECLINED:
        return
    audit.record("issue.concerns_others", issue, by=by, federations=[one.federation.code for one in new])
    author = author_of(issue)
    with force_locale(author.language if author else "fr"):
        text = _question(issue, new)
    pass_question(issue, text, by=by)


def _question(issue: Issue, new: list[IssueConsent]) -> str:
    words = {
        "federations": ", ".join(one.federation.short_name for one in new),
        "url": absolute_url("portal.consent", issue_id=issue.id),
    }
    first: str = _(
        "What you raised concerns %(federations)s too. May it be told there, without your name? Without your word "
        "nothing is passed on there: choose on “Who may know”, %(url)s",
        **words,
    )
    as_before: str = _(
        "What you raised concerns %(federations)s too. As you chose for others, it is told there without your name. "
        "If you want it otherwise, choose on “Who may know”, %(url)s",
        **words,
    )
    return first if all(one.consent is Consent.NONE for one in new) else as_before


def ask_consent(issue: Issue, federation: Federation, text: str, *, by: Actor) -> None:
    """Ask the author in the thread about a federation that learns nothing until it has chosen; `text` says so."""
    put_to_choice(issue, federation, Consent.NONE)
    pass_question(issue, text, by=by)
