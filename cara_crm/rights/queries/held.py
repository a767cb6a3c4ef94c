"""The copy that a person may have of what is held on it (GDPR, articles 15 and 20): plain values, by section.

No word of anybody else: of conversations the day and the kind, no minutes; of news the title. What the person itself
wrote stands in it word for word for itself, as long as it speaks for that member, and for who may read that issue.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from cara_crm.accounts.models import User, UserSession
from cara_crm.audit.models import AuditEvent
from cara_crm.contacts.models import Affiliation, Contact, ContactChoice
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Permission
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.interactions.models import Interaction, interaction_contact
from cara_crm.interactions.queries import visible as visible_interactions
from cara_crm.issues.models import ISSUE_WORDS, Issue, IssueConsent, IssueMessage, IssueState
from cara_crm.issues.queries import in_charge
from cara_crm.members.models import Member
from cara_crm.merging.moving import plain
from cara_crm.relays.models import Question, Recipient, Relay, Response
from cara_crm.reports.models import Answer, Report
from cara_crm.rights.queries.person import accounts_of, same_person
from cara_crm.workgroups.models import Seat, Workgroup

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Reader:
    """For whom the copy is made: the person itself (`is_self`), or somebody of the team."""

    actor: Actor
    is_self: bool

    def issues(self) -> list[sa.ColumnElement[bool]]:
        return [] if self.is_self else in_charge(self.actor)

    def interactions(self) -> list[sa.ColumnElement[bool]]:
        return [] if self.is_self else visible_interactions(self.actor)

    @property
    def reads_words(self) -> bool:
        return self.is_self or self.actor.can(Permission.ISSUE_READ)

    def reads_words_of(self, member_id: sa.SQLColumnExpression[Any]) -> sa.ColumnElement[bool]:
        """The words of one member are not for who speaks for another today: it may work for a competitor."""
        return member_id == self.actor.member_id if self.is_self else sa.literal(self.reads_words)


def held_on(contact: Contact | None, user: User | None, reader: Reader) -> dict[str, Any]:
    """Everything about a person that the reader may have, by section; of an account without a contact the account."""
    people = same_person(contact.id) if contact else []
    users = accounts_of(people) if people else [user] if user else []
    ids, user_ids = [one.id for one in people], [one.id for one in users]
    copy: dict[str, Any] = {"made_at": plain(clock.now()), "contact": [_contact(one) for one in people]}
    copy |= {"accounts": [_account(one) for one in users], "sessions": _sessions(user_ids)}
    sections: dict[str, Callable[[Sequence[int]], Rows]] = {
        "functions": _functions,
        "preferences_and_consents": _choices,
        "working_groups": _seats,
        "mails": _mails,
        "information_received": lambda ids: _received(ids, reader),
        "answers_to_consultations": lambda ids: _responses(ids, reader),
        "answers_for_a_federation": _answers,
        "conversations": lambda ids: _conversations(ids, reader),
        "issues": lambda ids: _issues(ids, reader),
        "messages": lambda _ids: _messages(user_ids, reader),
    }
    copy |= {name: rows(ids) if ids or name == "messages" else [] for name, rows in sections.items()}
    return copy | {"log": _log(ids, user_ids)}


def _rows(select: sa.Select[*tuple[Any, ...]]) -> Rows:
    return [{name: _known(value) for name, value in row.items()} for row in db.session.execute(select).mappings()]


def _known(value: Any) -> Any:
    """A column's value as JSON holds it; nothing of a day that nobody noted."""
    return None if clock.is_undated(value) else plain(value)


def _contact(one: Contact) -> dict[str, Any]:
    names: tuple[str, ...] = (
        "first_name",
        "last_name",
        "email",
        "phone",
        "second_phone",
        "language",
        "preference",
        "rhythms",
    )
    names += ("digest_hour", "newsletter_opt_out_at", "hold_reason", "archived_on", "created_at", "updated_at")
    return {name: plain(getattr(one, name)) for name in names}


def _account(one: User) -> dict[str, Any]:
    names = ("email", "name", "role", "language", "theme", "invited_at", "last_seen_at", "deactivated_at", "created_at")
    return {name: plain(getattr(one, name)) for name in names} | {"has_password": bool(one.password_hash)}


def _sessions(user_ids: Sequence[int]) -> Rows:
    at = UserSession
    columns = (at.created_at, at.seen_at, at.expires_at, at.revoked_at, at.agent.label("browser"))
    return _rows(sa.select(*columns).where(at.user_id.in_(user_ids)).order_by(at.id))


def _functions(ids: Sequence[int]) -> Rows:
    at = Affiliation
    columns = (Member.legal_name.label("organisation"), Federation.short_name.label("federation"), at.function)
    also = (at.from_on, at.until_on, at.receives_reports, at.receives_fee_calls)
    select = sa.select(*columns, *also).outerjoin(at.member).outerjoin(at.federation)
    return _rows(select.where(at.contact_id.in_(ids)).order_by(at.id))


def _choices(ids: Sequence[int]) -> Rows:
    at = ContactChoice
    columns = (at.topic, at.news, at.value, at.decided_on, at.source, at.recorded_at)
    return _rows(sa.select(*columns).where(at.contact_id.in_(ids)).order_by(at.id))


def _seats(ids: Sequence[int]) -> Rows:
    columns = (Workgroup.name.label("group"), Seat.role, Seat.from_on, Seat.until_on)
    return _rows(sa.select(*columns).join(Seat.workgroup).where(Seat.contact_id.in_(ids)).order_by(Seat.id))


def _mails(ids: Sequence[int]) -> Rows:
    at = Delivery
    columns = (at.created_at, at.kind, at.recipient, at.subject, at.status, at.suppressed_reason, at.sent_at)
    return _rows(sa.select(*columns).where(at.contact_id.in_(ids)).order_by(at.id))


def _received(ids: Sequence[int], reader: Reader) -> Rows:
    """By which criteria somebody was chosen is what the team knows (tags, functions): the reason says it."""
    at = Recipient
    columns = (Relay.kind, Relay.title, Relay.sent_at, at.reason, at.suppressed_reason)
    also = (at.acknowledged_at, at.interested_at, at.registered_at, at.placed_at, at.attended_at)
    criteria = () if reader.is_self else (at.matched.label("criteria"),)
    select = sa.select(*columns, *also, *criteria).join(at.relay).where(at.contact_id.in_(ids))
    return _rows(select.where(Relay.sent_at.is_not(None)).order_by(at.id))


def _responses(ids: Sequence[int], reader: Reader) -> Rows:
    at = Response
    columns = (Relay.title, at.answered_at, at.values, at.relay_id, reader.reads_words_of(at.member_id).label("reads"))
    select = sa.select(*columns).join(Relay, Relay.id == at.relay_id)
    rows = _rows(select.where(at.contact_id.in_(ids)).order_by(at.id))
    asked = sa.select(Question).where(Question.relay_id.in_([row["relay_id"] for row in rows]))
    words = {str(one.id): one.words for one in db.session.scalars(asked.order_by(Question.id))} if rows else {}
    for row in rows:
        values, reads = row.pop("values"), row.pop("reads")
        row.pop("relay_id")
        if reader.is_self and reads:
            row["answers"] = [{"question": words.get(key, key), "answer": value} for key, value in values.items()]
    return rows


def _answers(ids: Sequence[int]) -> Rows:
    columns = (Report.number.label("report"), Answer.given_at, Answer.outcome)
    select = sa.select(*columns).join(Answer.report).where(Answer.contact_id.in_(ids), Answer.given_at.is_not(None))
    return _rows(select.order_by(Answer.id))


def _conversations(ids: Sequence[int], reader: Reader) -> Rows:
    at, link = Interaction, interaction_contact
    select = sa.select(at.happened_at, at.kind, at.direction).join(link, link.c.interaction_id == at.id)
    return _rows(select.where(link.c.contact_id.in_(ids), *reader.interactions()).distinct().order_by(at.happened_at))


def _issues(ids: Sequence[int], reader: Reader) -> Rows:
    words = (*ISSUE_WORDS, "third_parties")
    columns = (Member.legal_name.label("organisation"), Issue.kind, Issue.state, Issue.channel, Issue.urgency)
    also = (Issue.created_at, Issue.submitted_at, Issue.answered_at, Issue.closed_at, Issue.agreement)
    written = tuple(getattr(Issue, word) for word in words) if reader.reads_words else ()
    select = sa.select(*columns, *also, *written, reader.reads_words_of(Issue.member_id).label("reads"))
    sent = [] if reader.is_self else [Issue.state != IssueState.DRAFT]
    mine = (Issue.contact_id.in_(ids), *sent, *reader.issues())
    consents = _consents(mine)
    rows = _rows(select.add_columns(Issue.id.label("number")).join(Issue.member).where(*mine).order_by(Issue.id))
    for row in rows:
        hidden = () if row.pop("reads") else words
        for word in hidden:
            row.pop(word, None)
    return [{**row, "consents": consents.get(row["number"], [])} for row in rows]


def _consents(mine: Sequence[sa.ColumnElement[bool]]) -> dict[int, Rows]:
    """Issue → for each federation what it may know, and since when."""
    at = IssueConsent
    columns = (at.issue_id, Federation.short_name.label("federation"), at.consent, at.changed_at)
    select = (
        sa.select(*columns).join(Federation, Federation.id == at.federation_id).join(Issue, Issue.id == at.issue_id)
    )
    found: dict[int, Rows] = {}
    for row in _rows(select.where(*mine).order_by(at.issue_id, at.federation_id)):
        found.setdefault(row.pop("issue_id"), []).append(row)
    return found


def _messages(user_ids: Sequence[int], reader: Reader) -> Rows:
    """What the person wrote under issues, for itself only: the thread stands on each issue's page."""
    if not reader.is_self:
        return []
    own = sa.select(IssueMessage.at, IssueMessage.text).join(Issue, Issue.id == IssueMessage.issue_id)
    own = own.where(IssueMessage.author_id.in_(user_ids), reader.reads_words_of(Issue.member_id))
    return _rows(own.where(IssueMessage.is_from_member).order_by(IssueMessage.id))


def _log(ids: Sequence[int], user_ids: Sequence[int]) -> Rows:
    """What was done to the person's records, and by the person: never who else did it."""
    at = AuditEvent
    about = (("contact", ids), ("user_account", user_ids))
    either = [sa.and_(at.subject_type == kind, at.subject_id.in_(of)) for kind, of in about]
    select = sa.select(at.at, at.action, at.actor_id.in_(user_ids).label("by_the_person"))
    return _rows(select.where(sa.or_(at.actor_id.in_(user_ids), *either)).order_by(at.id))
