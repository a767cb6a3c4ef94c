"""What a member got, and what was answered to its issues. A member sees itself and nobody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.fold import fold
from cara_crm.core.pages import Key
from cara_crm.deliveries.models import Suppression
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.issues.models import Issue
from cara_crm.issues.queries import of_own_member
from cara_crm.positions.models import Outcome, Position
from cara_crm.positions.queries import Names, ReadWords, names_behind
from cara_crm.relays.models import (
    GONE_OUT,
    UNSENT,
    Concerned,
    NewsFeed,
    Recipient,
    Relay,
    RelayFile,
    RelayKind,
    RelayState,
    relay_issue,
    relay_position,
)
from cara_crm.relays.queries.journal import visible, with_errata

FEED = 30
information_key = Key(
    (Relay.happened_at, Recipient.id), descending=True, read=lambda one: (one.relay.happened_at, one.id)
)


def own(actor: Actor) -> sa.ColumnElement[bool]:
    """Rows of this person; of the member too, when a colleague got it, unless it answers what only that one sees."""
    answers = sa.exists().where(
        relay_issue.c.relay_id == Recipient.relay_id, relay_issue.c.issue_id == Issue.id, *of_own_member(actor)
    )
    common = sa.or_(Recipient.relay.has(Relay.kind != RelayKind.ANSWER), answers)
    colleagues = sa.and_(Recipient.member_id == (actor.member_id or 0), common)
    return sa.or_(Recipient.contact_id == (actor.contact_id or 0), colleagues)


def information_for(actor: Actor) -> sa.Select[Recipient]:
    """What this member got, one row a relay (the person's own before a colleague's); see `information_key`."""
    mine = sa.case((Recipient.contact_id == (actor.contact_id or 0), 0), else_=1)
    ranked = (
        sa.select(
            Recipient.id,
            sa.func.row_number().over(partition_by=Recipient.relay_id, order_by=(mine, Recipient.id)).label("place"),
        )
        .where(own(actor))
        .subquery()
    )
    first = sa.select(ranked.c.id).where(ranked.c.place == 1)
    return (
        sa.select(Recipient)
        .join(Recipient.relay)
        .where(Recipient.id.in_(first), Relay.state.in_(GONE_OUT))
        .options(joinedload(Recipient.relay).options(joinedload(Relay.federation), *with_errata()))
    )


def opens(actor: Actor, relay_ids: Iterable[int]) -> set[int]:
    """Of these relays, what this person finds among what it received."""
    found = information_for(actor).where(Recipient.relay_id.in_(list(relay_ids)))
    return set(db.session.scalars(found.with_only_columns(Recipient.relay_id)))


@dataclass(frozen=True)
class Sought:
    """What somebody looks for among what it got: words, and one kind."""

    q: str = ""
    kind: RelayKind | None = None

    @property
    def is_narrow(self) -> bool:
        return bool(fold(self.q)) or self.kind is not None


def archive(actor: Actor, sought: Sought) -> sa.Select[Recipient]:
    """The same with all the words that are looked for; what the person does not want of its kind shows when asked."""
    words = [Relay.folded.contains(word, autoescape=True) for word in fold(sought.q).split()]
    wanted = [] if sought.is_narrow else [_not_switched_off()]
    of_kind = [Relay.kind == sought.kind] if sought.kind else []
    return information_for(actor).where(*words, *of_kind, *wanted)


def latest_information(actor: Actor) -> list[Recipient]:
    """What a feed holds: the latest that this person got and wants, newest first."""
    newest = information_for(actor).where(_not_switched_off())
    return list(db.session.scalars(newest.order_by(Relay.happened_at.desc(), Recipient.id.desc()).limit(FEED)))


def _not_switched_off() -> sa.ColumnElement[bool]:
    return sa.func.coalesce(Recipient.suppressed_reason, "") != Suppression.SWITCHED_OFF.value


def news_feed_of(user_id: int) -> NewsFeed | None:
    """The address that this person opened, or None."""
    return db.session.get(NewsFeed, user_id)


def own_recipient(actor: Actor, relay_id: int) -> Recipient:
    """This person's row of a relay, else that of its member. Raises NotVisible."""
    found = db.session.scalar(
        information_for(actor)
        .where(Recipient.relay_id == relay_id)
        .options(joinedload(Recipient.contact), joinedload(Recipient.member))
        .options(joinedload(Recipient.relay).selectinload(Relay.files).joinedload(RelayFile.file))
        .options(joinedload(Recipient.relay).joinedload(Relay.programme))
        .options(joinedload(Recipient.relay).joinedload(Relay.priority))
    )
    if found is None:
        raise NotVisible
    return found


def relays_of_member(actor: Actor, member_id: int, most: int = 5) -> list[tuple[Relay, str]]:
    """What this member received, and what was recorded of it, newest first, each with what came back from it.

    Only for who may read names; the answer to a consultation is not repeated here.
    """
    told = sa.and_(Concerned.relay_id == Relay.id, Concerned.member_id == member_id)
    with_it = sa.union_all(
        sa.select(Recipient.relay_id).where(Recipient.member_id == member_id),
        sa.select(Concerned.relay_id).where(Concerned.member_id == member_id),
    )
    query = (
        sa.select(Relay, sa.func.coalesce(Concerned.answer, ""))
        .outerjoin(Concerned, told)
        .where(Relay.id.in_(with_it), Relay.state.not_in(UNSENT), *visible(actor))
        .options(joinedload(Relay.federation))
    )
    newest = query.order_by(Relay.happened_at.desc(), Relay.id.desc()).limit(most)
    return [(relay, answer) for relay, answer in db.session.execute(newest)]


@dataclass(frozen=True)
class IssueAnswer:
    """What a federation answered to one issue: what was made of its words, and the text for the members."""

    relay_id: int
    issue_id: int
    issue_title: str
    said: str
    federation: Federation
    words: ReadWords
    outcome: Outcome | None
    until_on: date | None
    text: str
    at: datetime


def answers_for_issue(issue: Issue) -> list[IssueAnswer]:
    """The answers that were passed on to the author of this issue, the latest first."""
    return _answers(relay_issue.c.issue_id == issue.id)


def answers_for_issues(issue_ids: Iterable[int]) -> list[IssueAnswer]:
    """The same for several issues of one author."""
    return _answers(relay_issue.c.issue_id.in_(list(issue_ids)))


def received(relay: Relay, actor: Actor) -> list[IssueAnswer]:
    """What an answer says to one of a member: the issues that it sees there, never who else was behind the position."""
    return _answers(sa.and_(Relay.id == relay.id, *of_own_member(actor)))


def _answers(condition: sa.ColumnElement[bool]) -> list[IssueAnswer]:
    query = (
        sa.select(Relay, Issue, Position)
        .join(relay_issue, relay_issue.c.relay_id == Relay.id)
        .join(Issue, Issue.id == relay_issue.c.issue_id)
        .join(relay_position, relay_position.c.relay_id == Relay.id)
        .join(Position, Position.id == relay_position.c.position_id)
        .where(Relay.kind == RelayKind.ANSWER, Relay.state == RelayState.SENT, condition)
        .options(joinedload(Position.federation))
        .order_by(Relay.happened_at.desc(), Relay.id.desc(), Issue.id)
    )
    rows = list(db.session.execute(query))
    names = names_behind({row.Position.id for row in rows})
    return [_answer(*row, names) for row in rows]


def _answer(relay: Relay, issue: Issue, position: Position, names: Names) -> IssueAnswer:
    """The position's words are those that were sent, its present ones may be under work for a next report; a member
    reads no other's name in them."""
    sent = relay.audience.get("wording", {})
    outcome = sent.get("outcome")
    words = ReadWords(*(sent.get(word, getattr(position, word)) for word in ("title", "statement", "request")))

    return IssueAnswer(
        relay_id=relay.id,
        issue_id=issue.id,
        issue_title=issue.title,
        said=issue.what_happens,
        federation=position.federation,
        words=names.read(words, position.id, issue.member_id),
        outcome=Outcome(outcome) if outcome else None,
        until_on=relay.deadline_on,
        text=relay.body,
        at=relay.happened_at,
    )
