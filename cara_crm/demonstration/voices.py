"""Members speak: in the portal or on the telephone, through the product's own services."""

from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa

from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.demonstration.cast import COMPANIES
from cara_crm.demonstration.themes import Voice
from cara_crm.extensions import db
from cara_crm.federations.models import Priority
from cara_crm.interactions.models import InteractionKind
from cara_crm.issues import services as issues
from cara_crm.issues.models import Consent, Issue
from cara_crm.issues.said import Said
from cara_crm.issues.services.hearing import Heard
from cara_crm.members.models import Member, MemberStatus
from cara_crm.relays.models import Relay

MINUTES = {
    "fr": (
        "Point rapide sur l’activité ; une difficulté est notée ci-dessous.",
        "Appel de suivi après la réunion de filière. Le sujet du mois est noté ci-dessous.",
        "Nous avons surtout parlé de ce qui bloque en ce moment ; ses mots sont relus au téléphone.",
        "Appelé pour l’adhésion ; la conversation a porté sur autre chose.",
        "Rappelé après son message de lundi. Il veut que cela se sache, sans être cité.",
        "Appel depuis l’atelier, dix minutes entre deux équipes. Mots relus avant de raccrocher.",
        "Point annuel : effectif stable, un investissement reporté. La raison est notée ci-dessous.",
    ),
    "en": (
        "Short call about the order situation; one difficulty is noted below.",
        "Called back after the sector's morning. The words below were read to the author.",
        "Wanted to know what became of the last report; then raised something new.",
        "Ten minutes from the shop floor. We agreed on the words before hanging up.",
    ),
}


def author_of(member: Member) -> Contact:
    return member.affiliations[0].contact


def as_author(member: Member) -> Actor:
    contact = author_of(member)
    return Actor(user_id=None, role=Role.MEMBER, name=contact.name, member_id=member.id, contact_id=contact.id)


def companies(members: Sequence[Member]) -> list[Member]:
    """The active companies among them, one of each group."""
    by_group: dict[str, Member] = {}
    for member in members:
        if member.status is MemberStatus.ACTIVE and member.category in COMPANIES:
            by_group.setdefault(member.group_key, member)
    return list(by_group.values())


def speakers(voices: Sequence[Voice], members: Sequence[Member], *, first: int) -> Iterator[tuple[Voice, Member]]:
    """Each voice with a member whose director speaks its language, beginning with the `first` member.

    Where fewer members speak a language than voices are written in it, the last voices stay unheard.
    """
    waiting = {lang: [v for v in voices if v.lang == lang] for lang in ("fr", "en")}
    there = companies(members)
    start = first % len(there) if there else 0
    for member in [*there[start:], *there[:start]]:
        queue = waiting[author_of(member).language]
        if queue:
            yield queue.pop(0), member


def raise_in_portal(
    member: Member, said: Said, *, consents: Mapping[int, Consent] | None = None, on_reading: str = ""
) -> Issue:
    """`on_reading`: the title of the relay that made the member say it."""
    contact, by = author_of(member), as_author(member)
    cause = db.session.scalar(sa.select(Relay.id).where(Relay.title == on_reading)) if on_reading else None
    with db.session.no_autoflush:  # nothing is asked that was written since the last flush
        draft = issues.save_draft(None, said, member=member, contact=contact, raised_by_relay_id=cause, by=by)
        draft.is_demonstration = True
        return issues.submit_issue(draft, consents=consents, by=by)


def hear_on_the_telephone(member: Member, said: Said, *, agreed: bool, by: Actor) -> Issue:
    """A manager records a call; the words are agreed to at once, or go back to the contact."""
    minutes = MINUTES[author_of(member).language]
    heard = Heard(
        kind=InteractionKind.CALL,
        happened_on=clock.today(),
        minutes=minutes[member.id % len(minutes)],
        issues=[said],
        orally_agreed=agreed,
    )
    talk = issues.record_conversation(heard, member=member, contact=author_of(member), by=by)
    issue = db.session.scalars(sa.select(Issue).where(Issue.interaction_id == talk.id)).one()
    issue.is_demonstration = True
    return issue


def qualify(issue: Issue, *, priority: Priority | None = None, by: Actor) -> None:
    """Filed under the sectors that it has, as urgent as it was said."""
    with db.session.no_autoflush:
        issues.qualify(
            issue, sectors=list(issue.sectors), priority=priority, kind=issue.kind, urgency=issue.urgency, by=by
        )
