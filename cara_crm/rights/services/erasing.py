"""A person's data goes; what was counted with it stays counted, and sent reports stay as they were sent."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.accounts import services as accounts
from cara_crm.accounts.models import User
from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.deliveries.models import Delivery, DeliveryStatus, Suppression
from cara_crm.deliveries.services import object_to
from cara_crm.extensions import db
from cara_crm.issues.models import Agreement, Issue, IssueState
from cara_crm.merging.models import Merge, MergeKind, Pair
from cara_crm.relays.models import Relay, RelayTemplate
from cara_crm.rights import queries
from cara_crm.rights.fates import ACCOUNT_ROWS_THAT_GO, CONTACT_ROWS, Fate
from cara_crm.rights.services.files import empty_import_files
from cara_crm.rights.services.functions import end_functions
from cara_crm.rights.services.sweeping import sweep
from cara_crm.rights.words import GONE, Words


class InFlight(DomainError):
    """Something about the person is on its way: it has to end first."""


@dataclass(frozen=True)
class Erased:
    """Rows of texts that were written again without the person, and lists whose file was emptied."""

    texts: int
    files: int


def erase(contact: Contact, *, objects: bool = True, by: Actor) -> Erased:
    """Forget a person, and those that were merged into it. Irreversible.

    `objects`: the person asked for it, and its addresses are kept as fingerprints, so that no list and no mail reaches
    for them again (GDPR, articles 17 and 21; the objection list of the CNIL's guidance).
    Raises InFlight, and what closing its account raises.
    """
    people = queries.same_person(contact.id)
    ids = [one.id for one in people]
    users = queries.accounts_of(people)
    _refuse_in_flight(ids)
    words = queries.words_of(people, users)
    _settle_deliveries(ids, words)
    for user in users:
        _close(user, by)
    _forget_rows(ids, [user.id for user in users])
    for one in people:
        _blank(one)
    db.session.flush()
    files = empty_import_files(words)
    texts = sum(sweep(words).values())
    db.session.expire_all()
    for email in sorted(words.emails) if objects else ():
        object_to(email)
    audit.record("contact.erased", contact, by=by, records=len(ids), accounts=len(users), texts=texts, files=files)
    return Erased(texts, files)


def _refuse_in_flight(ids: Sequence[int]) -> None:
    waiting = sa.select(Issue.id).where(
        Issue.agreement == Agreement.ASKED,
        sa.func.coalesce(Issue.agreement_contact_id, Issue.contact_id).in_(ids),
        Issue.state.not_in((IssueState.WITHDRAWN, IssueState.DECLINED)),
    )
    if db.session.scalar(waiting.limit(1)) is not None:
        raise InFlight(_("This person was asked to agree to an issue and has not answered: say first who takes over."))
    sending = sa.select(Delivery.id).where(Delivery.contact_id.in_(ids), Delivery.status == DeliveryStatus.SENDING)
    if db.session.scalar(sending.limit(1)) is not None:
        raise InFlight(_("A message to this person is being sent at this moment: try again in a minute."))


def _settle_deliveries(ids: Sequence[int], words: Words) -> None:
    """What waits is not sent; of what was sent the fact stays, without address and words."""
    theirs = sa.or_(Delivery.contact_id.in_(ids), sa.func.lower(Delivery.recipient).in_(words.emails))
    waits = sa.update(Delivery).where(theirs, Delivery.status == DeliveryStatus.QUEUED)
    ended = {"status": DeliveryStatus.SUPPRESSED, "suppressed_reason": Suppression.OBJECTED.value}
    db.session.execute(waits.values(ended).execution_options(synchronize_session=False))
    nothing = dict.fromkeys(("recipient", "recipient_name", "body_text", "body_html", "unsubscribe_url"), "")
    words_gone = sa.update(Delivery).where(theirs).values(**nothing, scrubbed_at=clock.now(), last_error=None)
    db.session.execute(words_gone.execution_options(synchronize_session=False))


def _close(user: User, by: Actor) -> None:
    if user.deactivated_at is None:
        accounts.deactivate(user, by=by)
    user.name, user.email, user.password_hash = GONE, f"erased-{user.id}@erased.invalid", None
    user.is_reviewer = user.is_member_director = False


def _forget_rows(ids: Sequence[int], user_ids: Sequence[int]) -> None:
    for name in (name for name, fate in CONTACT_ROWS.items() if fate is Fate.GOES):
        _delete(name, ids)
    for name in ACCOUNT_ROWS_THAT_GO:
        _delete(name, user_ids)
    merges, pairs = sa.delete(Merge), sa.delete(Pair)
    either = sa.or_(Merge.kept_id.in_(ids), Merge.merged_id.in_(ids))
    db.session.execute(merges.where(Merge.kind == MergeKind.CONTACT, either))
    either = sa.or_(Pair.left_id.in_(ids), Pair.right_id.in_(ids))
    db.session.execute(pairs.where(Pair.kind == MergeKind.CONTACT, either))
    unsent = sa.select(Issue).where(Issue.contact_id.in_(ids), Issue.state == IssueState.DRAFT)
    for draft in db.session.scalars(unsent):
        db.session.delete(draft)
    _leave_audiences(set(ids))
    end_functions(ids)


def _delete(name: str, ids: Sequence[int]) -> None:
    table, column = name.split(".")
    rows = db.metadata.tables[table]
    db.session.execute(sa.delete(rows).where(rows.c[column].in_(ids)))


def _leave_audiences(ids: set[int]) -> None:
    """Whom the team added or left out by hand in what is not sent yet."""
    unsent = db.session.scalars(sa.select(Relay).where(Relay.sent_at.is_(None)))
    for one in (*unsent, *db.session.scalars(sa.select(RelayTemplate))):
        named = {key: one.audience[key] for key in ("plus_contacts", "except_contacts") if one.audience.get(key)}
        if any(ids & set(listed) for listed in named.values()):
            one.audience = one.audience | {key: [i for i in of if i not in ids] for key, of in named.items()}


def _blank(contact: Contact) -> None:
    contact.first_name, contact.last_name, contact.email = "", GONE, None
    contact.phone = contact.second_phone = contact.folded = contact.sort_key = ""
    contact.rhythms, contact.hold_reason, contact.newsletter_opt_out_at = {}, None, None
    contact.erased_at = contact.links_closed_at = clock.now()
    contact.archived_on = contact.archived_on or clock.today()
