"""Who may know: for each federation, named, anonymous or nothing."""

from collections.abc import Mapping
from datetime import timedelta

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.federations.models import Federation
from cara_crm.issues import queries
from cara_crm.issues.models import Consent, Issue, IssueConsent
from cara_crm.issues.services.moves import NotPossibleNow
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind

ERRATUM_WITHIN = timedelta(days=3)


#: From the most closed to the most open.
OPENNESS = (Consent.NONE, Consent.ANONYMOUS, Consent.NAMED)


def apply_default_consents(issue: Issue, *, most: Consent = Consent.ANONYMOUS) -> list[IssueConsent]:
    """For each federation of its sectors about which nothing was said: `most`, but never more open than the most closed
    that was chosen for another, and none about a third party. What was added."""
    said = {one.federation_id for one in issue.consents}
    chosen = [one.consent for one in issue.consents]
    closest = min(most, *chosen, key=OPENNESS.index) if chosen else most
    default = Consent.NONE if issue.concerns_third_party else closest
    federations = queries.federations_of_sectors({sector.id for sector in issue.sectors})
    return [put_to_choice(issue, one, default) for one in federations if one.id not in said]


def put_to_choice(issue: Issue, federation: Federation, consent: Consent) -> IssueConsent:
    """The author finds this federation on “Who may know” from now on; what was chosen for it stays."""
    found = next((one for one in issue.consents if one.federation_id == federation.id), None)
    if found is None:
        found = IssueConsent(federation=federation, federation_id=federation.id, consent=consent)
        issue.consents.append(found)
    return found


def set_consents(issue: Issue, consents: Mapping[int, Consent]) -> bool:
    """Write what was chosen, by federation id. True when something changed."""
    rows = {one.federation_id: one for one in issue.consents}
    changed = False
    for federation_id, consent in consents.items():
        row = rows.get(federation_id)
        if row is None:
            issue.consents.append(IssueConsent(federation_id=federation_id, consent=consent))
            changed = True
        elif row.consent is not consent:
            row.consent, row.changed_at, changed = consent, clock.now(), True
    return changed


def withhold_everywhere(issue: Issue) -> None:
    """It concerns a customer or supplier: nothing leaves until the author chooses again."""
    for row in issue.consents:
        row.consent, row.changed_at = Consent.NONE, clock.now()


def change_consent(issue: Issue, federation: Federation, consent: Consent, *, by: Actor) -> None:
    """The author decides again. After sending, a change makes a task: what was sent needs an erratum.

    Raises NotPossibleNow for a withdrawn issue.
    """
    if issue.state.value == "withdrawn":
        raise NotPossibleNow(_("This issue was withdrawn: nothing of it is passed on any more."))
    before = issue.consent_for(federation.id)
    if not set_consents(issue, {federation.id: consent}):
        return
    issue.content_revision += 1
    audit.record("issue.consent", issue, by=by, federation=federation.code, before=before.value, after=consent.value)
    if issue.relayed_at is not None:
        ask_for_erratum(issue, by=by)


def share(issue: Issue, shared: bool, *, by: Actor) -> None:
    """May the author's colleagues read it, too? Its director always does."""
    if issue.shared_with_colleagues is not shared:
        issue.shared_with_colleagues = shared
        audit.record("issue.shared", issue, by=by, with_colleagues=shared)


def ask_for_erratum(issue: Issue, *, by: Actor) -> None:
    """A task for whoever sends the reports: correct what already left."""
    tasks.add(
        TaskKind.ERRATUM,
        due_on=clock.today() + ERRATUM_WITHIN,
        about=issue,
        by=by,
    )
