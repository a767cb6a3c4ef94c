"""What the author is told by mail. No confidential words in a subject; one action, one link."""

from collections.abc import Sequence
from typing import Any

from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.links import absolute_url
from cara_crm.deliveries import services as deliveries
from cara_crm.extensions import db
from cara_crm.issues.links import agreement_token
from cara_crm.issues.models import Issue, IssueMessage


def tell(
    kind: str, contact: Contact | None, *, dedupe_key: str, holds_token: bool = False, by: Actor, **context: Any
) -> None:
    """Queue one mail to a contact in its language; without a contact there is nobody to tell."""
    if contact is None:
        return
    deliveries.queue(kind, to=contact, dedupe_key=dedupe_key, context=context, holds_token=holds_token, by=by)


def author_of(issue: Issue) -> Contact | None:
    """Who raised it, unless it has left the member since: by then it may work for a competitor."""
    if issue.contact is None:
        return None
    held = [one for one in issue.contact.affiliations if one.member_id == issue.member_id]
    return issue.contact if not held or any(one.holds_on(clock.today()) for one in held) else None


def tell_author(issue: Issue, kind: str, *, by: Actor, **context: Any) -> None:
    """The author learns that the issue took a step; the link opens it in the portal."""
    db.session.flush()
    url = absolute_url("portal.show", issue_id=issue.id)
    key = f"{kind}:{issue.id}:{issue.version}"
    tell(kind, author_of(issue), dedupe_key=key, url=url, title=issue.title, by=by, **context)


def tell_agreement_asked(issues: Sequence[Issue], *, reminder: bool = False, by: Actor) -> None:
    """Words that were recorded for one person at one organisation, and the one page where that person answers."""
    db.session.flush()
    contact, member = issues[0].agreement_contact, issues[0].member
    if contact is None:
        return
    asked = ",".join(f"{one.id}:{one.content_revision}:{one.agreement_reminders}" for one in issues)
    recorder = issues[0].recorded_by.name if issues[0].recorded_by else by.name
    tell(
        "agreement_asked",
        contact,
        dedupe_key=f"agreement_asked:{asked}",
        holds_token=True,
        url=absolute_url("issues.agreement", token=agreement_token([one.id for one in issues], contact.id)),
        issues=[{"title": one.title, "what_happens": one.what_happens} for one in issues],
        recorder=recorder,
        reminder=reminder,
        member=member.name,
        by=by,
    )


def tell_message(issue: Issue, message: IssueMessage, *, by: Actor) -> None:
    """Somebody of the cluster wrote; the text is read in the portal, not in the mail."""
    db.session.flush()
    url = absolute_url("portal.show", issue_id=issue.id) + "#messages"
    key = f"issue_message:{message.id}"
    tell("issue_message", author_of(issue), dedupe_key=key, url=url, title=issue.title, writer=by.name, by=by)
