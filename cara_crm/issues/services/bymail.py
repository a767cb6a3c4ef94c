"""A mail to the issues address is a draft of its author, who alone sees it until it is confirmed.

Whoever sends in another's name reaches nothing: the question goes to the address that we know, without the words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from cara_crm.accounts.services.limits import Limit, count_attempt
from cara_crm.audit import services as audit
from cara_crm.contacts.models import Affiliation
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.files import services as files
from cara_crm.files.intake import Checked
from cara_crm.issues.models import Channel, Issue, IssueAttachment
from cara_crm.issues.queries import bymail as queries
from cara_crm.issues.said import LONGEST_TITLE, Said
from cara_crm.issues.services.mails import tell_draft_by_mail
from cara_crm.issues.services.writing import begin_draft, discard_draft

MAILS_A_DAY = Limit("issue-by-mail", 5, timedelta(days=1))
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Written:
    """A mail, ready to become a draft. `key` names the message; `files` were looked at."""

    key: str
    title: str
    text: str
    files: Sequence[Checked] = ()


def receive(mail: Written, function: Affiliation, *, by: Actor) -> Issue | None:
    """The draft, and the question to its author; None when this message made one before.

    Raises TooManyAttempts when this author's mails of the day are too many.
    """
    if queries.draft_of_mail(mail.key) is not None or function.member is None:
        return None
    count_attempt(MAILS_A_DAY, f"contact {function.contact_id}")
    said = Said(what_happens=mail.text or mail.title, title=mail.title[:LONGEST_TITLE])
    try:
        with db.session.begin_nested():
            issue = begin_draft(said, function.member, function.contact, Channel.EMAIL, mail.key)
    except IntegrityError:  # another worker was quicker
        return None
    for one in mail.files:
        issue.attachments.append(IssueAttachment(file=files.store(one.name, one.media_type, one.content)))
    audit.record("issue.draft_by_mail", issue, by=by, files=len(mail.files))
    tell_draft_by_mail(issue, until=(clock.now() + KEPT_FOR).astimezone(clock.PARIS).date(), by=by)
    return issue


def forget_unconfirmed(*, by: Actor) -> int:
    """Throw away what came by mail and was neither confirmed nor touched for thirty days; how many."""
    forgotten = queries.forgotten_mails(clock.now() - KEPT_FOR)
    for issue in forgotten:
        discard_draft(issue, by=by)
    return len(forgotten)
