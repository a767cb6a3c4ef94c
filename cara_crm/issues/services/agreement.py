"""Words recorded for somebody count once that person said yes: correct, agree, do not send."""

from collections.abc import Iterable
from datetime import date, timedelta

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.issues.models import Agreement, Issue, IssueState
from cara_crm.issues.queries import reminding as queries
from cara_crm.issues.services.mails import asked_of, author_of, by_person, heard_of, tell_agreement_asked
from cara_crm.issues.services.moves import NotPossibleNow, move

REMIND_AFTER = (timedelta(days=7), timedelta(days=21))
ASKED_LONG_AGO = timedelta(days=60)  # after that a person of the team calls


class NobodyToAsk(DomainError):
    """Words need somebody who can agree to them."""

    field = "contact_id"


class AgreementInTheFuture(DomainError):
    field = "agreed_on"


def ask_agreement(issue: Issue, *, by: Actor) -> None:
    """Send the words back to the contact. Until the answer they are in no figure, example or text.

    Raises NobodyToAsk without a contact who has an e-mail address.
    """
    ask_together([issue], by=by)


def ask_together(issues: Iterable[Issue], *, by: Actor) -> None:
    """The same for all that was heard at once: one mail a person and organisation, each issue answered by itself."""
    asked = list(issues)
    for issue in asked:
        _ask(issue, by=by)
    for group in by_person(asked, asked_of):
        tell_agreement_asked(group, by=by)


def remind_unanswered(*, by: Actor) -> int:
    """Ask again after a week and after three, in one mail a person and organisation; how many issues.

    Silence stays no: what nobody agreed to is in no figure, example or text.
    """
    waiting = queries.unanswered(clock.now(), REMIND_AFTER, ASKED_LONG_AGO)
    for issue in waiting:
        issue.agreement_reminders += 1
        audit.record("issue.agreement_reminded", issue, by=by, times=issue.agreement_reminders)
    for group in by_person(waiting, asked_of):
        tell_agreement_asked(group, reminder=True, by=by)
    return len(waiting)


def _ask(issue: Issue, *, by: Actor) -> None:
    if issue.contact is None:
        raise NobodyToAsk(_("Say who it was: the words go back to that person. Or note an agreement given orally."))
    if author_of(issue) is None:
        said = _("%(name)s is not at %(member)s any more: say who speaks for it now, or note an oral agreement.")
        raise NobodyToAsk(said % {"name": issue.contact.name, "member": issue.member.name})
    if not issue.contact.email:
        raise NobodyToAsk(_("This person has no e-mail address: add one, or note an agreement that was given orally."))
    issue.agreement, issue.agreement_is_oral, issue.agreement_on = Agreement.ASKED, False, None
    issue.agreement_contact = issue.contact
    issue.agreement_asked_at, issue.agreement_reminders = clock.now(), 0
    issue.content_revision += 1
    audit.record("issue.agreement_asked", issue, by=by)


def record_oral_agreement(issue: Issue, *, contact: Contact | None, on: date, by: Actor) -> None:
    """Somebody agreed on the phone or in person: who, when, and who noted it."""
    if contact is None:
        raise NobodyToAsk(_("Say who agreed."))
    if on > clock.today():
        raise AgreementInTheFuture(_("An agreement cannot be dated after today."))
    issue.agreement, issue.agreement_is_oral, issue.agreement_on = Agreement.AGREED, True, on
    issue.agreement_contact, issue.agreement_recorded_by_id = contact, by.user_id
    heard_of(issue)
    issue.content_revision += 1
    audit.record("issue.agreed", issue, by=by, oral=True)


def agree(issue: Issue, *, by: Actor) -> None:
    """The contact agrees to the words as they stand. Raises NotPossibleNow when nothing was asked."""
    _must_be_open(issue)
    issue.agreement, issue.agreement_is_oral, issue.agreement_on = Agreement.AGREED, False, clock.today()
    issue.content_revision += 1
    audit.record("issue.agreed", issue, by=by, oral=False)


def refuse(issue: Issue, *, by: Actor) -> None:
    """The contact does not want these words to be sent: the issue is withdrawn. Raises NotPossibleNow."""
    _must_be_open(issue)
    issue.agreement, issue.agreement_on = Agreement.REFUSED, clock.today()
    move(issue, IssueState.WITHDRAWN, by=by, reason=_("The author does not want it to be sent."))


def _must_be_open(issue: Issue) -> None:
    if issue.agreement is not Agreement.ASKED or issue.state in (IssueState.WITHDRAWN, IssueState.DECLINED):
        raise NotPossibleNow(_("These words were answered already."))
