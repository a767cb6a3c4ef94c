"""All that happened with one member, in one order."""

from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.pages import Key, Page, paginate
from cara_crm.core.permissions import Permission
from cara_crm.desk.queries.subjects import CONTACT_NAME, MEMBER_NAME
from cara_crm.documents import queries as documents
from cara_crm.documents.models import Document
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction, interaction_member
from cara_crm.interactions.queries import members_in_charge
from cara_crm.issues.models import Issue
from cara_crm.issues.queries.one import in_charge
from cara_crm.members.models import Member, StatusPeriod
from cara_crm.memberships.models import Membership
from cara_crm.merging.models import Merge, MergeKind
from cara_crm.relays.models import UNSENT, Concerned, Recipient, Relay
from cara_crm.relays.queries.journal import visible as visible_relays

LONGEST = 300


class Happening(StrEnum):
    """What a line of the timeline is about; the order is that of one day's lines."""

    CONVERSATION = "conversation"
    ISSUE = "issue"
    RELAY = "relay"
    DOCUMENT = "document"
    CONTACT = "contact"
    FEE = "fee"
    STATUS = "status"
    MERGE = "merge"


#: Who may read which kind at all; what of it, each part below says.
READERS = {
    Happening.CONVERSATION: Permission.INTERACTION_READ,
    Happening.ISSUE: Permission.ISSUE_READ,
    Happening.RELAY: Permission.RELAY_READ,
    Happening.DOCUMENT: Permission.DOCUMENT_READ,
    Happening.CONTACT: Permission.CONTACT_READ,
    Happening.FEE: Permission.MEMBERSHIP_READ,
    Happening.STATUS: Permission.MEMBER_READ,
    Happening.MERGE: Permission.MERGE,
}


class _Day(FunctionElement[date]):
    """The day of a moment, so that moments and days stand in one order."""

    type = sa.Date()
    inherit_cache = True


@compiles(_Day)
def _in_paris(element: _Day, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(timezone('Europe/Paris', {compiler.process(element.clauses, **options)}) AS DATE)"


@compiles(_Day, "sqlite")
def _an_hour_ahead(element: _Day, compiler: SQLCompiler, **options: Any) -> str:
    """SQLite knows no time zones: from March to October the hour after midnight counts to the day before."""
    return f"date({compiler.process(element.clauses, **options)}, '+1 hours')"


def readable(actor: Actor) -> list[Happening]:
    """The kinds that this actor may read."""
    return [kind for kind in Happening if actor.can(READERS[kind])]


def timeline(actor: Actor, member_id: int, kind: Happening | None, cursor: str | None) -> Page[Any]:
    """One page of lines, the newest first, of one kind or of every kind that the actor may read (one statement).

    A line: `kind` (of Happening), `part` ("called", "paid", "came", "left" or ""), `day`, `record_id`, `word`
    (a value of the record's own kind or state), `title` and `note`. Whether the member may be seen is asked before.
    """
    kinds = [one for one in readable(actor) if kind in (None, one)]
    parts = [part for one in kinds for part in PARTS[one](actor, member_id)]
    lines = sa.union_all(*parts).subquery() if parts else None
    if lines is None:
        return Page([], None, None)
    key = Key([lines.c.day, lines.c.place, lines.c.id], descending=True)
    return paginate(db.session, sa.select(lines), key, cursor, lines=True)


def _line(
    kind: Happening,
    day: Any,
    id: Any,
    *,
    part: str = "",
    word: Any = "",
    title: Any = "",
    note: Any = "",
    at: Any = None,
) -> Any:
    return sa.select(
        sa.literal(kind.value).label("kind"),
        sa.literal(part).label("part"),
        sa.literal(2 * list(Happening).index(kind) + (part in ("paid", "left")), sa.Integer).label("place"),
        day.label("day"),
        id.label("id"),
        (id if at is None else at).label("record_id"),
        _text(word).label("word"),
        _text(title).label("title"),
        sa.func.substr(_text(note), 1, LONGEST).label("note"),
    )


def _text(value: Any) -> Any:
    return sa.literal(value) if isinstance(value, str) else sa.cast(value, sa.String)


def _conversations(actor: Actor, member_id: int) -> list[Any]:
    own = sa.select(interaction_member.c.interaction_id).join(Member, Member.id == interaction_member.c.member_id)
    own = own.where(Member.id == member_id, *members_in_charge(actor))
    kind = Happening.CONVERSATION
    line = _line(kind, _Day(Interaction.happened_at), Interaction.id, word=Interaction.kind, note=Interaction.minutes)
    return [line.where(Interaction.id.in_(own))]


def _issues(actor: Actor, member_id: int) -> list[Any]:
    line = _line(Happening.ISSUE, _Day(Issue.submitted_at), Issue.id, word=Issue.state, title=Issue.title)
    return [line.where(Issue.member_id == member_id, Issue.submitted_at.is_not(None), *in_charge(actor))]


def _relays(actor: Actor, member_id: int) -> list[Any]:
    with_it = sa.union_all(
        sa.select(Recipient.relay_id).where(Recipient.member_id == member_id),
        sa.select(Concerned.relay_id).where(Concerned.member_id == member_id),
    )
    line = _line(Happening.RELAY, _Day(Relay.happened_at), Relay.id, word=Relay.kind, title=Relay.title)
    return [line.where(Relay.id.in_(with_it), Relay.state.not_in(UNSENT), *visible_relays(actor))]


def _documents(actor: Actor, member_id: int) -> list[Any]:
    spoken = sa.select(interaction_member.c.interaction_id).where(interaction_member.c.member_id == member_id)
    day = sa.func.coalesce(Document.dated_on, _Day(Document.added_at), type_=sa.Date)
    line = _line(Happening.DOCUMENT, day, Document.id, word=Document.kind, title=Document.title)
    of = sa.or_(Document.member_id == member_id, Document.interaction_id.in_(spoken))
    return [line.where(of, Document.removed_at.is_(None), *documents.visible(actor))]


def _contacts(_actor: Actor, member_id: int) -> list[Any]:
    def line(part: str, day: Any) -> Any:
        said = {"title": CONTACT_NAME, "note": Affiliation.function}
        select = _line(Happening.CONTACT, day, Affiliation.id, part=part, at=Contact.id, **said)
        select = select.join(Contact, Contact.id == Affiliation.contact_id)
        return select.where(Affiliation.member_id == member_id, day <= clock.today())

    return [line("came", Affiliation.from_on), line("left", Affiliation.until_on)]


def _fees(_actor: Actor, member_id: int) -> list[Any]:
    called = _line(Happening.FEE, Membership.called_on, Membership.id, part="called", title=Membership.year)
    paid = _line(Happening.FEE, Membership.paid_on, Membership.id, part="paid", title=Membership.year)
    of = Membership.member_id == member_id
    return [called.where(of, Membership.called_on.is_not(None)), paid.where(of, Membership.paid_on.is_not(None))]


def _statuses(_actor: Actor, member_id: int) -> list[Any]:
    period = StatusPeriod
    line = _line(Happening.STATUS, period.from_on, period.id, word=period.status, note=period.reason)
    return [line.where(period.member_id == member_id)]


def _merges(_actor: Actor, member_id: int) -> list[Any]:
    name = sa.func.coalesce(sa.select(MEMBER_NAME).where(Member.id == Merge.merged_id).scalar_subquery(), "")
    line = _line(Happening.MERGE, _Day(Merge.at), Merge.id, title=name)
    return [line.where(Merge.kind == MergeKind.MEMBER, Merge.kept_id == member_id, Merge.undone_at.is_(None))]


PARTS = {
    Happening.CONVERSATION: _conversations,
    Happening.ISSUE: _issues,
    Happening.RELAY: _relays,
    Happening.DOCUMENT: _documents,
    Happening.CONTACT: _contacts,
    Happening.FEE: _fees,
    Happening.STATUS: _statuses,
    Happening.MERGE: _merges,
}
