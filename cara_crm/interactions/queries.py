"""Which conversations there were, with whom; and whom one may choose from when one writes one down."""

from collections.abc import Iterable, Sequence, Set
from datetime import date, datetime
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.fold import fold
from cara_crm.core.search import holds, nearly, resembling, starts
from cara_crm.extensions import db
from cara_crm.interactions.attendance import Line
from cara_crm.interactions.fitting import Known, apart, fitting
from cara_crm.interactions.models import Interaction, InteractionKind, interaction_contact, interaction_member
from cara_crm.members.models import Member, SectorAssignment
from cara_crm.members.queries import visible as visible_members

FOUND = 8
MOST_NAMED = 2000
MOST_WORDS = 800  # one condition each: SQLite reads a thousand
MOST_GUESSED = 20  # entries that mean nobody for which names written nearly so are looked for
MOST_PROPOSED = 5


def members_in_charge(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Members of the actor's sectors today; one that left all stays theirs, one that never had any is everybody's."""
    if actor.sector_ids is None:
        return []
    own = sa.select(SectorAssignment.member_id).where(SectorAssignment.sector_id.in_(actor.sector_ids))
    return [*visible_members(actor), sa.or_(Member.id.in_(own), ~Member.assignments.any())]


def members_found(actor: Actor, text: str) -> list[Member]:
    """A few members that have every word of the text, by name."""
    words = fold(text).split()
    if not words:
        return []
    query = (
        sa.select(Member)
        .where(Member.archived_on.is_(None), *members_in_charge(actor))
        .where(*(holds(Member.folded, word) for word in words))
        .options(joinedload(Member.department))
        .order_by(Member.sort_key, Member.id)
        .limit(FOUND)
    )
    return list(db.session.scalars(query))


def member_for(actor: Actor, member_id: int) -> Member:
    """A member that this manager may hear. Raises NotVisible."""
    member = db.session.scalar(sa.select(Member).where(Member.id == member_id, *members_in_charge(actor)))
    if member is None:
        raise NotVisible
    return member


def people_of(member_id: int) -> list[Affiliation]:
    """Who has a function at the member today, by name."""
    day = clock.today()
    query = (
        sa.select(Affiliation)
        .join(Affiliation.contact)
        .where(Affiliation.member_id == member_id, Affiliation.from_on <= day, Contact.archived_on.is_(None))
        .where(sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= day))
        .options(joinedload(Affiliation.contact))
        .order_by(Contact.sort_key, Contact.id)
    )
    return list(db.session.scalars(query))


def visible(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Conversations with a member of the actor's sectors."""
    return [] if actor.sector_ids is None else [Interaction.members.any(sa.and_(*members_in_charge(actor)))]


def bilateral() -> sa.ColumnElement[bool]:
    """A condition on `Interaction`: a talk with one member; a commission's meeting is none."""
    there = interaction_member.alias()
    how_many = sa.select(sa.func.count()).where(there.c.interaction_id == Interaction.id).correlate(Interaction)
    return sa.or_(Interaction.kind != InteractionKind.MEETING, how_many.scalar_subquery() == 1)


def last_contact() -> sa.ColumnElement[datetime]:
    """When somebody of the team last spoke with a member, as an expression on `Member`; None is never."""
    at = interaction_member
    last = sa.select(sa.func.max(Interaction.happened_at)).join(at, at.c.interaction_id == Interaction.id)
    return last.where(at.c.member_id == Member.id, bilateral()).correlate(Member).scalar_subquery()


def silent_since(moment: datetime | None) -> sa.ColumnElement[bool]:
    """A condition on `Member`: nobody of the team has spoken with it since then, or ever (None)."""
    at = interaction_member
    spoken = sa.select(at.c.member_id).join(Interaction, Interaction.id == at.c.interaction_id).where(bilateral())
    return Member.id.not_in(spoken if moment is None else spoken.where(Interaction.happened_at >= moment))


def last_spoken(since: datetime | None, until: datetime | None, *, or_never: bool = False) -> sa.ColumnElement[bool]:
    """A condition on `Member`: the team last spoke with it at `since` or later and before `until` (None: whenever).

    `or_never`: also those with which it never spoke; then there is no `since`.
    """
    parts = [] if until is None else [silent_since(until)]
    parts += [] if or_never else [~silent_since(since)]
    return sa.and_(sa.true(), *parts)


def silences(members: Iterable[sa.ColumnElement[bool]], moments: Sequence[datetime | None]) -> list[int]:
    """How many of these members `silent_since` each moment leaves, in one statement."""
    at = interaction_member
    last = sa.select(at.c.member_id, sa.func.max(Interaction.happened_at).label("at")).group_by(at.c.member_id)
    spoken = last.join(Interaction, Interaction.id == at.c.interaction_id).where(bilateral()).subquery()
    silent = [spoken.c.at.is_(None) if m is None else sa.func.coalesce(spoken.c.at < m, sa.true()) for m in moments]
    counts = [sa.func.count(sa.case((one, 1))) for one in silent]
    told = sa.select(*counts).select_from(Member).outerjoin(spoken, spoken.c.member_id == Member.id).where(*members)
    return list(db.session.execute(told).one())


def last_seen() -> sa.ColumnElement[datetime]:
    """When somebody of the team last spoke with a person, as an expression on `Contact`; None is never."""
    at = interaction_contact
    last = sa.select(sa.func.max(Interaction.happened_at)).join(at, at.c.interaction_id == Interaction.id)
    return last.where(at.c.contact_id == Contact.id).correlate(Contact).scalar_subquery()


def interactions(actor: Actor, member_id: int | None = None) -> sa.Select[Interaction]:
    """Conversations of the actor's members, to be paged by (happened_at, id), newest first."""
    query = (
        sa.select(Interaction)
        .where(*visible(actor))
        .options(selectinload(Interaction.members), selectinload(Interaction.contacts))
        .options(joinedload(Interaction.recorded_by))
    )
    if member_id:
        query = query.where(Interaction.members.any(Member.id == member_id))
    return query


def interaction_for(actor: Actor, interaction_id: int) -> Interaction:
    """One conversation. Raises NotVisible."""
    found: Interaction | None = db.session.scalar(interactions(actor).where(Interaction.id == interaction_id))
    if found is None:
        raise NotVisible
    return found


def interaction_by_key(submission_key: str | None) -> Interaction | None:
    """The conversation that a form already recorded."""
    if not submission_key:
        return None
    return db.session.scalar(sa.select(Interaction).where(Interaction.submission_key == submission_key))


def interactions_of_member(actor: Actor, member_id: int, most: int = 20) -> list[Interaction]:
    """A member's conversations, newest first."""
    query = sa.select(Interaction).where(
        Interaction.members.any(sa.and_(Member.id == member_id, *members_in_charge(actor)))
    )
    newest = query.order_by(Interaction.happened_at.desc(), Interaction.id.desc()).limit(most)
    return list(db.session.scalars(newest))


def functions_named(actor: Actor, lines: Sequence[Line], on: date) -> list[Affiliation]:
    """Functions on a day of people whom these lines may mean, at members in the actor's charge or at federations."""
    last_names = _words_of(lines)
    emails = {line.email for line in lines if line.email}
    person = Contact
    at = (Affiliation.member_id.in_(sa.select(Member.id).where(*members_in_charge(actor))),)
    query = (
        sa.select(Affiliation)
        .join(Affiliation.contact)
        .where(sa.or_(person.email.in_(emails), *(starts(person.sort_key, word) for word in last_names)))
        .where(person.archived_on.is_(None), sa.or_(Affiliation.federation_id.is_not(None), *at))
        .where(Affiliation.from_on <= on, sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= on))
        .options(
            contains_eager(Affiliation.contact), joinedload(Affiliation.member), joinedload(Affiliation.federation)
        )
        .order_by(person.sort_key, Affiliation.id)
        .limit(MOST_NAMED)
    )
    return list(db.session.scalars(query))


def _words_of(lines: Sequence[Line]) -> list[str]:
    """Words that may begin a last name ("l hermine" is one): those where a name stands first, not above MOST_WORDS."""
    words = [word for line in lines for word in line.name] + [word for line in lines for word in line.rest]
    words += [" ".join(pair) for line in lines for part in line.parts for pair in pairwise(part) if len(pair[0]) == 1]
    return [word for word in dict.fromkeys(words) if len(word) > 1 and not word.isdigit()][:MOST_WORDS]


def people_meant(actor: Actor, lines: Sequence[Line], on: date) -> list[tuple[Line, list[Affiliation]]]:
    """Each pasted entry with the functions that it may mean on that day: none, one, or several to choose from.

    A line that names several is several entries. One that names no person may name an organisation whole: then
    everybody of it may be meant.
    """
    functions = {one.id: one for one in functions_named(actor, lines, on)} if lines else {}
    known = [_known(one) for one in functions.values()]
    entries = dict.fromkeys(entry for line in lines for entry in apart(line, known))
    meant = [(line, [functions[one.id] for one in fitting(line, known)]) for line in entries]
    houses = _people_of_houses(actor, {line.whole for line, found in meant if line.name and not found}, on)
    return [(line, found or houses.get(line.whole, [])) for line, found in meant]


def people_like(actor: Actor, lines: Sequence[Line], on: date) -> dict[Line, list[Affiliation]]:
    """Entries that mean nobody → functions on that day of people whose name is written nearly so, the likest first."""
    asked = {line: sought for line in lines if len(sought := [word for word in line.name if len(word) > 2][:4]) > 1}
    asked = dict(list(asked.items())[:MOST_GUESSED])
    if not asked:
        return {}
    near = [sa.and_(*(nearly(Contact.folded, word) for word in words)) for words in asked.values()]
    at = Affiliation.member_id.in_(sa.select(Member.id).where(*members_in_charge(actor)))
    query = (
        sa.select(Affiliation)
        .join(Affiliation.contact)
        .where(sa.or_(*near), Contact.archived_on.is_(None), sa.or_(Affiliation.federation_id.is_not(None), at))
        .where(Affiliation.from_on <= on, sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= on))
        .options(
            contains_eager(Affiliation.contact), joinedload(Affiliation.member), joinedload(Affiliation.federation)
        )
        .order_by(Contact.sort_key, Affiliation.id)
        .limit(MOST_NAMED)
    )
    functions = {one.id: one for one in db.session.scalars(query)}
    names = {key: fold(one.contact.name) for key, one in functions.items()}
    alike = {line: resembling(" ".join(words), names, most=MOST_PROPOSED) for line, words in asked.items()}
    return {line: [functions[key] for key in keys] for line, keys in alike.items()}


def _people_of_houses(actor: Actor, names: Set[str], on: date) -> dict[str, list[Affiliation]]:
    """Folded name of a member in the actor's charge → who had a function there on that day."""
    if not names:
        return {}
    query = (
        sa.select(Affiliation)
        .join(Affiliation.contact)
        .join(Affiliation.member)
        .where(Member.sort_key.in_(names), Contact.archived_on.is_(None), *members_in_charge(actor))
        .where(Affiliation.from_on <= on, sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= on))
        .options(contains_eager(Affiliation.contact), contains_eager(Affiliation.member))
        .order_by(Contact.sort_key, Affiliation.id)
        .limit(MOST_NAMED)
    )
    found: dict[str, list[Affiliation]] = {}
    for one in db.session.scalars(query):
        found.setdefault(one.member.sort_key if one.member else "", []).append(one)
    return found


def _known(one: Affiliation) -> Known:
    house = one.member.folded if one.member else fold(one.federation.short_name) if one.federation else ""
    words = frozenset(fold(one.contact.name).split())
    return Known(one.id, one.contact_id, (one.contact.email or "").lower(), words, house)
