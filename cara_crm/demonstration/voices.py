"""Members speak: in the portal or on the telephone, on their days, through the product's own services."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from cara_crm.accounts.models import User
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.demonstration.themes import Theme
from cara_crm.demonstration.themes.others import Single
from cara_crm.extensions import db
from cara_crm.federations.models import Priority
from cara_crm.interactions.models import InteractionKind
from cara_crm.issues import services as issues
from cara_crm.issues.models import Issue, IssueKind, Measure, Urgency
from cara_crm.issues.said import Said
from cara_crm.issues.services.hearing import Heard
from cara_crm.members.models import Member

URGENCIES = (Urgency.LOW, Urgency.NORMAL, Urgency.NORMAL, Urgency.HIGH)


def days_ago(days: float) -> datetime:
    """A moment of a working day, so many days before now."""
    return clock.now() - timedelta(days=days)


def acting(user: User) -> Actor:
    return Actor(
        user_id=user.id, role=user.role, name=user.name, sector_ids=user.sector_ids, is_reviewer=user.is_reviewer
    )


def author_of(member: Member) -> Contact:
    return member.affiliations[0].contact


def as_author(member: Member) -> Actor:
    contact = author_of(member)
    return Actor(user_id=None, role=Role.MEMBER, name=contact.name, member_id=member.id, contact_id=contact.id)


def words(theme: Theme, n: int) -> Said:
    """The n-th voice of a theme: its sentences combined so that no two say quite the same."""
    return Said(
        title=theme.titles[n % len(theme.titles)],
        what_happens=theme.happens[n % len(theme.happens)],
        example=theme.cases[(n // 2) % len(theme.cases)],
        asked=theme.wishes[(n // 3) % len(theme.wishes)],
        kind=IssueKind(theme.kind),
        urgency=URGENCIES[n % len(URGENCIES)],
        impacts={Measure(theme.measure): theme.amounts[n % len(theme.amounts)]} if n % 3 else {},
    )


def raise_in_portal(member: Member, said: Said, *, when: datetime) -> Issue:
    with clock.at(when):
        contact, by = author_of(member), as_author(member)
        draft = issues.save_draft(None, said, member=member, contact=contact, by=by)
        return issues.submit_issue(draft, by=by)


def hear_on_the_telephone(member: Member, said: Said, *, when: datetime, agreed: bool, by: Actor) -> Issue:
    """A manager records a call; the words are agreed to at once, or go back to the contact."""
    with clock.at(when):
        heard = Heard(
            kind=InteractionKind.CALL,
            happened_on=clock.today(),
            minutes="Point rapide sur l’activité ; une difficulté est notée ci-dessous.",
            issues=[said],
            orally_agreed=agreed,
        )
        talk = issues.record_conversation(heard, member=member, contact=author_of(member), by=by)
        db.session.flush()
    return db.session.scalars(sa.select(Issue).where(Issue.interaction_id == talk.id)).one()


def talk(member: Member, kind: InteractionKind, minutes: str, follow_up: str, *, when: datetime, by: Actor) -> None:
    """A visit or a call in which no issue was heard; perhaps something is to be done."""
    with clock.at(when):
        due = clock.today() + timedelta(days=30) if follow_up else None
        heard = Heard(kind=kind, happened_on=clock.today(), minutes=minutes, follow_up=follow_up, follow_up_on=due)
        issues.record_conversation(heard, member=member, contact=author_of(member), by=by)


def speak(theme: Theme, members: list[Member], *, first: float, last: float, manager: Actor) -> list[Issue]:
    """Each of these members raises the theme once, `first` to `last` days ago; every third on the telephone."""
    raised = []
    for n, member in enumerate(members):
        when = days_ago(first - (first - last) * n / max(1, len(members)))
        said = words(theme, n)
        if n % 3 == 2:
            raised.append(hear_on_the_telephone(member, said, when=when, agreed=True, by=manager))
        else:
            raised.append(raise_in_portal(member, said, when=when))
    return raised


def say_alone(single: Single, member: Member, *, when: datetime, manager: Actor) -> Issue:
    """An issue of one member that belongs to no theme, brought to its state."""
    said = Said(title=single.title, what_happens=single.happens, asked=single.wish, kind=IssueKind(single.kind))
    if single.fate == "draft":
        with clock.at(when):
            return issues.save_draft(None, said, member=member, contact=author_of(member), by=as_author(member))
    issue = raise_in_portal(member, said, when=when)
    with clock.at(when + timedelta(days=6)):
        _bring_to_its_end(issue, single, manager)
    return issue


def _bring_to_its_end(issue: Issue, single: Single, manager: Actor) -> None:
    if single.fate in ("qualified", "solved", "closed"):
        qualify(issue, manager=manager)
    if single.fate == "solved":
        issues.solve(issue, reason=single.reason, by=manager)
    elif single.fate == "closed":
        issues.close(issue, reason=single.reason, by=manager)
    elif single.fate == "declined":
        issues.decline(issue, reason=single.reason, by=manager)
    elif single.fate == "withdrawn":
        issues.withdraw(issue, reason=single.reason, by=as_author(issue.member))


def qualify(issue: Issue, *, manager: Actor, priority: Priority | None = None) -> None:
    """Filed under the sectors that it has, as urgent as it was said."""
    issues.qualify(
        issue, sectors=list(issue.sectors), priority=priority, kind=issue.kind, urgency=issue.urgency, by=manager
    )
