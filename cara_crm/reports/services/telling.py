"""Who waits for a report hears that it is its turn. Numbers and names of reports only: a mail is read by anybody."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from cara_crm.accounts import queries as accounts
from cara_crm.accounts.models import User
from cara_crm.contacts.models import Contact
from cara_crm.core.actor import Actor
from cara_crm.core.links import absolute_url
from cara_crm.deliveries import services as deliveries
from cara_crm.extensions import db
from cara_crm.issues.models import Issue
from cara_crm.issues.services import author_of
from cara_crm.relays.models import Response
from cara_crm.reports.models import Report, Review, Verdict
from cara_crm.reports.queries.state import waivers_of
from cara_crm.reports.queries.writers import writers_of
from cara_crm.settings.queries import may_review_own_work


def ask_reviewers(report: Report, *, positions: int, by: Actor) -> int:
    """Everybody who may review it today, deputies too; nobody is asked to review what he wrote. How many are asked."""
    wrote = frozenset() if may_review_own_work() else writers_of(report)
    context = {**_named(report), "writer": by.name, "positions": positions, "waivers": len(waivers_of(report))}
    context["url"] = absolute_url("reports.review", report_id=report.id)
    asked = [person for person in accounts.reviewers_today() if person.id not in wrote]
    for person in asked:
        key = f"review_asked:{report.id}:{report.handed_over_at:%Y%m%d%H%M%S}:{person.id}"
        tell(person, "review_asked", key, context, by)
    return len(asked)


def tell_authors(report: Report, *, by: Actor) -> None:
    """Each author who is there still hears once that its issues left; of a correction, that they left is no news."""
    if report.corrects_id is not None:
        return
    carried = {issue.id: issue for entry in report.entries for issue in entry.issues}
    by_author: dict[Contact, list[Issue]] = defaultdict(list)
    for issue in carried.values():
        if (author := author_of(issue)) is not None:
            by_author[author].append(issue)
    for author, issues in by_author.items():
        one = absolute_url("portal.show", issue_id=issues[0].id) if len(issues) == 1 else None
        context = {**_named(report), "issues": len(issues), "url": one or absolute_url("portal.index")}
        deliveries.queue(
            "issue_sent", to=author, dedupe_key=f"issue_sent:{report.id}:{author.id}", context=context, by=by
        )


def tell_who_replied(report: Report, *, by: Actor) -> None:
    """Who answered the consultation of a flash note hears once that it left; its page shows what was made of it."""
    if report.request is None or report.request.relay_id is None or report.corrects_id is not None:
        return
    relay_id = report.request.relay_id
    people = sa.select(Contact).join(Response, Response.contact_id == Contact.id).where(Response.relay_id == relay_id)
    context = {**_named(report), "url": absolute_url("relays.received", relay_id=relay_id)}
    for person in db.session.scalars(people.where(Contact.archived_on.is_(None)).order_by(Contact.id)):
        key = f"note_sent:{report.id}:{person.id}"
        deliveries.queue("note_sent", to=person, dedupe_key=key, context=context, by=by)


def tell_verdict(report: Report, review: Review, *, by: Actor) -> None:
    """Who drafted the report, unless it reviewed it itself."""
    context = {
        **_named(report),
        "approved": review.verdict is Verdict.APPROVED,
        "reviewer": by.name,
        "sent_back": sum(item.verdict is Verdict.SENT_BACK for item in review.items),
        "url": absolute_url("reports.show", report_id=report.id),
    }
    if report.created_by_id != by.user_id:
        db.session.flush()
        tell(report.created_by, "review_given", f"review_given:{review.id}", context, by)


def tell_answers(report: Report, *, given: int, by: Actor) -> None:
    """Who drafted the report hears once that its answers begin to come; Today shows each."""
    context = {
        **_named(report),
        "given": given,
        "total": len(report.entries),
        "url": absolute_url("reports.show", report_id=report.id),
    }
    tell(report.created_by, "answers_begun", f"answers_begun:{report.id}", context, by)


def tell(person: User | None, kind: str, key: str, context: dict[str, Any], by: Actor) -> None:
    """One message to a colleague who is there still."""
    if person is not None and person.deactivated_at is None:
        to = deliveries.Address(person.email, person.name, person.language or "fr")
        deliveries.queue(kind, to=to, dedupe_key=key, context=context, by=by)


def _named(report: Report) -> dict[str, Any]:
    return {"number": report.number, "federation": report.federation.short_name}
