"""What the author is told by mail. No confidential words in a subject; one action, one link."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.links import absolute_url
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.services import why_not
from cara_crm.extensions import db
from cara_crm.issues.links import agreement_token, draft_token, opinion_token
from cara_crm.issues.models import Issue, IssueMessage
from cara_crm.issues.queries.own import STAGES
from cara_crm.issues.queries.silence import first_word_by


def tell(
    kind: str, contact: Contact | None, *, dedupe_key: str, holds_token: bool = False, by: Actor, **context: Any
) -> None:
    """Queue one mail to a contact in its language; without a contact there is nobody to tell."""
    if contact is None:
        return
    deliveries.queue(kind, to=contact, dedupe_key=dedupe_key, context=context, holds_token=holds_token, by=by)


def heard_of(issue: Issue) -> None:
    """Its author hears of it now: the clock of silence begins again."""
    issue.last_word_at = clock.now()


def author_of(issue: Issue) -> Contact | None:
    """Who raised it, unless it has left the member since: by then it may work for a competitor."""
    return _if_still_there(issue.contact, issue)


def asked_of(issue: Issue) -> Contact | None:
    """Who is asked to agree to its words, unless it has left the member since."""
    return _if_still_there(issue.agreement_contact or issue.contact, issue)


def _if_still_there(contact: Contact | None, issue: Issue) -> Contact | None:
    if contact is None or contact.archived_on is not None:
        return None
    held = [one for one in contact.affiliations if one.member_id == issue.member_id]
    return contact if not held or any(one.holds_on(clock.today()) for one in held) else None


def by_person(issues: Iterable[Issue], person: Callable[[Issue], Contact | None]) -> list[list[Issue]]:
    """The issues of each person at each organisation together; without those that nobody is to hear of."""
    groups: dict[tuple[int, int], list[Issue]] = {}
    for issue in issues:
        if (contact := person(issue)) is not None:
            groups.setdefault((contact.id, issue.member_id), []).append(issue)
    return list(groups.values())


def tell_author(issue: Issue, kind: str, *, by: Actor, **context: Any) -> None:
    """The author learns that the issue took a step; the link opens it in the portal."""
    author = author_of(issue)
    if author is not None:
        heard_of(issue)
    db.session.flush()
    url = absolute_url("portal.show", issue_id=issue.id)
    key = f"{kind}:{issue.id}:{issue.version}"
    tell(kind, author, dedupe_key=key, url=url, title=issue.title, by=by, **context)


def tell_receipt(issue: Issue, *, by: Actor) -> None:
    """What was sent has come in, and the day by which somebody writes; the machine's receipt is no word of ours."""
    db.session.flush()
    url, promised = absolute_url("portal.show", issue_id=issue.id), first_word_by(issue)
    key = f"issue_received:{issue.id}:{issue.version}"
    tell("issue_received", author_of(issue), dedupe_key=key, url=url, title=issue.title, answer_by=promised, by=by)


def tell_draft_by_mail(issue: Issue, *, until: date, by: Actor) -> None:
    """A mail came in this person's name: is it its own? Nothing of it is repeated, it may be anybody's."""
    db.session.flush()
    contact = issue.contact
    if contact is None:
        return
    url = absolute_url("portal.by_mail", token=draft_token([issue.id], contact.id))
    about = {"url": url, "member": issue.member.name, "came_at": issue.created_at, "until": until}
    tell("issue_by_mail", contact, dedupe_key=f"issue_by_mail:{issue.id}", holds_token=True, by=by, **about)


def tell_standing(issues: Sequence[Issue], *, asked: Mapping[int, str], by: Actor) -> bool:
    """Where issues of one author stand, in one mail; `asked` by issue id is what waits for the author itself.

    False when the author cannot be reached, or does not want to be.
    """
    author = author_of(issues[0])
    if author is None or why_not(author, newsletter=False, always=False) is not None:
        return False
    lines = [_standing(one, "asked" if one.id in asked else "paused" if one.paused_on else "open") for one in issues]
    key = f"issues_standing:{author.id}:{issues[0].member_id}:{clock.today()}"
    url = absolute_url("portal.show", issue_id=issues[0].id) if len(issues) == 1 else absolute_url("portal.index")
    tell("issues_standing", author, dedupe_key=key, url=url, issues=lines, by=by)
    return True


def tell_opinion_asked(issues: Sequence[Issue], *, by: Actor) -> bool:
    """Do the answers to issues of one author help? False when it cannot be reached, or does not want to be."""
    author = author_of(issues[0])
    if author is None or why_not(author, newsletter=False, always=False) is not None:
        return False
    ids = [one.id for one in issues]
    tell(
        "opinion_asked",
        author,
        dedupe_key=f"opinion_asked:{author.id}:{','.join(str(one) for one in ids)}:{clock.today()}",
        holds_token=True,
        url=absolute_url("issues.opinion", token=opinion_token(ids, author.id)),
        titles=[one.title for one in issues],
        by=by,
    )
    return True


def _standing(issue: Issue, waits: str) -> dict[str, Any]:
    reached = {1: issue.submitted_at, 2: issue.qualified_at, 3: issue.relayed_at}
    since = reached[STAGES[issue.state]]
    return {"title": issue.title, "stage": STAGES[issue.state], "since": since, "waits": waits}


def tell_agreement_asked(issues: Sequence[Issue], *, reminder: bool = False, by: Actor) -> None:
    """Words that were recorded for one person at one organisation, and the one page where that person answers."""
    db.session.flush()
    contact, member = issues[0].agreement_contact, issues[0].member
    if contact is None:
        return
    for issue in issues:
        heard_of(issue)
    asked = ",".join(f"{one.id}:{one.content_revision}:{one.agreement_reminders}" for one in issues)
    recorder = issues[0].recorded_by.name if issues[0].recorded_by else by.name
    tell(
        "agreement_asked",
        contact,
        dedupe_key=f"agreement_asked:{asked}",
        holds_token=True,
        url=absolute_url("issues.agreement", token=agreement_token([one.id for one in issues], contact.id)),
        issues=[{"title": one.title, "what_happens": one.what_happens, "who": _who_would_know(one)} for one in issues],
        recorder=recorder,
        reminder=reminder,
        member=member.name,
        by=by,
    )


def _who_would_know(issue: Issue) -> list[dict[str, str]]:
    return [{"federation": one.federation.short_name, "consent": one.consent.value} for one in issue.consents]


def tell_message(issue: Issue, message: IssueMessage, *, by: Actor) -> None:
    """Somebody of the cluster wrote; the text is read in the portal, not in the mail."""
    heard_of(issue)
    db.session.flush()
    url = absolute_url("portal.show", issue_id=issue.id) + "#messages"
    key = f"issue_message:{message.id}"
    tell("issue_message", author_of(issue), dedupe_key=key, url=url, title=issue.title, writer=by.name, by=by)
