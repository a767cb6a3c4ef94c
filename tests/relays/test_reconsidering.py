"""Between the queue and the mail server people change their minds, their addresses and their employers."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
import sqlalchemy as sa

from cara_crm.contacts import newsletters
from cara_crm.contacts.models import Contact, MailPreference
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import claims, services, transport
from cara_crm.deliveries.models import Delivery, DeliveryStatus, Suppression
from cara_crm.members import services as members
from cara_crm.relays import queries
from cara_crm.relays import services as relays
from cara_crm.relays.models import Recipient, RelayState
from cara_crm.relays.services.digest import send_digests
from cara_crm.worker import Worker
from tests import factories, smtp
from tests.relays import cast

SYSTEM = Actor.system("worker")
LINK = re.compile(r"/my/mail/[\w.-]+")


@pytest.fixture
def arrive(app):
    """What arrives when a worker sends."""
    with smtp.running() as (server, mailboxes):
        way = transport.from_url(server.url, app.config["MAIL_FROM"], app.config["INSTANCE"])
        worker = Worker(app, way)

        def send() -> list[EmailMessage]:
            while worker.postman.send_one():
                pass
            return mailboxes.messages

        yield send
        way.close()


@pytest.fixture
def sink(arrive):
    """To whom."""
    return lambda: [str(one["To"].addresses[0].addr_spec) for one in arrive()]


@pytest.fixture
def two(db, request_context):
    """A relay that waits for two people of one member."""
    at = factories.member()
    one, other = (factories.contact(at, email=f"{name}@atelier.example") for name in ("ana", "bea"))
    relay = cast.draft(factories.actor())
    relays.send_relay(relay, by=SYSTEM)
    db.session.commit()
    return relay, one, other


def portal_only(person):
    person.preference = MailPreference.PORTAL_ONLY


def kind_off(person):
    person.rhythms = {"information": "off"}


def archived(person):
    person.archived_on = clock.today()


def held(person):
    person.hold_reason = "550 5.1.1"


def left(person):
    person.affiliations[0].until_on = clock.today() - timedelta(days=1)


def unsubscribed(person):
    newsletters.opt_out(person.id, by=SYSTEM)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (portal_only, Suppression.PORTAL_ONLY),
        (kind_off, Suppression.SWITCHED_OFF),
        (archived, Suppression.ARCHIVED),
        (held, Suppression.ON_HOLD),
        (left, Suppression.LEFT),
        (unsubscribed, Suppression.UNSUBSCRIBED),
    ],
)
def test_who_changed_meanwhile_gets_no_mail_and_the_ledger_says_why(sink, two, db, change, reason):
    relay, one, _other = two
    if change is left:
        one.affiliations[0].from_on = clock.today() - timedelta(days=30)
    change(one)
    db.session.commit()
    assert sink() == ["bea@atelier.example"]
    ledger = queries.ledger_of(relay)
    assert (ledger.targeted, ledger.suppressed, ledger.sent, ledger.waiting) == (2, 1, 1, 0)
    row = db.session.scalars(sa.select(Recipient).where(Recipient.contact_id == one.id)).one()
    assert (row.why_not_written, row.delivery.attempts) == (reason, 0)


def test_people_of_a_member_that_was_archived_meanwhile_get_no_newsletter(sink, two, db):
    relay, one, _other = two
    members.archive_member(one.affiliations[0].member, reason="Cessation", by=SYSTEM)
    db.session.commit()
    assert sink() == []
    ledger = queries.ledger_of(relay)
    assert (ledger.targeted, ledger.suppressed, ledger.waiting) == (2, 2, 0)
    found = db.session.scalars(sa.select(Recipient).order_by(Recipient.id))
    assert {row.why_not_written for row in found} == {Suppression.MEMBER_ARCHIVED}


def test_people_of_a_member_that_was_merged_meanwhile_still_get_theirs(sink, two, db):
    _relay, one, other = two
    gone, kept = one.affiliations[0].member, factories.member()
    for person in (one, other):
        person.affiliations[0].member_id = kept.id
    gone.archived_on, gone.archived_reason, gone.merged_into_id = clock.today(), "merged", kept.id
    db.session.commit()
    assert len(sink()) == 2


@pytest.mark.parametrize("merged", [False, True])
def test_a_digest_asks_the_same_of_their_member(sink, two, db, merged):
    _relay, one, other = two
    one.preference = other.preference = MailPreference.DAILY
    db.session.commit()
    assert sink() == []
    member = one.affiliations[0].member
    member.archived_on, member.archived_reason = clock.today(), "Cessation"
    if merged:
        member.merged_into_id = factories.member().id
        for person in (one, other):
            person.affiliations[0].member_id = member.merged_into_id
    db.session.commit()
    with clock.at(clock.now() + timedelta(days=2)):
        assert send_digests(by=SYSTEM) == (2 if merged else 0)


def test_who_chose_a_digest_meanwhile_gets_it_there_and_once(sink, two, db):
    relay, one, _other = two
    one.preference = MailPreference.WEEKLY
    db.session.commit()
    assert sink() == ["bea@atelier.example"]
    assert queries.ledger_of(relay).waiting == 1
    with clock.at(clock.now() + timedelta(days=8)):
        assert send_digests(by=SYSTEM) == 1
        db.session.commit()
        assert sink() == ["bea@atelier.example", "ana@atelier.example"]
        assert send_digests(by=SYSTEM) == 0
    ledger = queries.ledger_of(relay)
    assert (ledger.targeted, ledger.sent) == (2, 2)


def test_who_leaves_and_comes_back_before_its_turn_loses_nothing(sink, two, db):
    _relay, one, _other = two
    newsletters.opt_out(one.id, by=SYSTEM)
    newsletters.opt_in(one.id, by=SYSTEM)
    db.session.commit()
    assert len(sink()) == 2


def test_a_digest_leaves_while_one_of_what_it_tells_of_may(sink, two, db):
    """Nobody is written to of a member that was left; of another one still."""
    _relay, one, other = two
    one.preference = other.preference = MailPreference.DAILY
    db.session.commit()
    assert sink() == []
    with clock.at(clock.now() + timedelta(days=2)):
        assert send_digests(by=SYSTEM) == 2
        other.preference = MailPreference.PORTAL_ONLY
        one.rhythms = {"event": "off"}
        db.session.commit()
        assert sink() == ["ana@atelier.example"]


def test_answers_to_ones_own_issues_reach_who_unsubscribed_or_gets_digests(sink, db, request_context):
    person = factories.contact(factories.member(), email="ana@atelier.example")
    services.queue("trial", to=person, dedupe_key="answer", context={}, by=SYSTEM)
    person.preference = MailPreference.WEEKLY
    newsletters.opt_out(person.id, by=SYSTEM)
    db.session.commit()
    assert sink() == ["ana@atelier.example"]


def test_what_goes_to_everybody_goes_to_who_reads_in_the_portal_only(sink, db, request_context):
    person = factories.contact(factories.member(), email="ana@atelier.example", preference=MailPreference.PORTAL_ONLY)
    services.queue("trial", to=person, dedupe_key="always", context={}, always=True, by=SYSTEM)
    services.queue("trial", to=person, dedupe_key="token", context={}, holds_token=True, by=SYSTEM)
    db.session.commit()
    assert len(sink()) == 2


def test_who_was_found_to_be_somebody_else_is_asked_as_that_person(sink, two, db):
    _relay, one, _other = two
    kept = factories.contact(factories.member(), email="kept@atelier.example")
    one.archived_on, one.merged_into_id = clock.today(), kept.id
    one.affiliations[0].contact_id = kept.id
    db.session.commit()
    assert len(sink()) == 2


def merged_into(one, kept):
    one.archived_on, one.merged_into_id = clock.today(), kept.id
    one.affiliations[0].contact_id = kept.id


@pytest.mark.parametrize("keeps_the_first", [True, False])
def test_two_that_became_one_person_get_one_message_at_its_address(sink, two, db, keeps_the_first):
    relay, one, other = two
    kept, gone = (one, other) if keeps_the_first else (other, one)
    merged_into(gone, kept)
    db.session.commit()
    assert sink() == [kept.email]
    ledger = queries.ledger_of(relay)
    assert (ledger.targeted, ledger.suppressed, ledger.sent, ledger.waiting) == (2, 1, 1, 0)
    row = db.session.scalars(sa.select(Recipient).where(Recipient.contact_id == gone.id)).one()
    assert row.why_not_written == Suppression.TWICE


def test_who_was_written_to_before_it_became_somebody_else_is_not_written_to_again(sink, two, db):
    _relay, one, other = two
    later = sa.update(Delivery).where(Delivery.contact_id == other.id)
    db.session.execute(later.values(next_attempt_at=clock.now() + timedelta(hours=1)))
    db.session.commit()
    assert sink() == ["ana@atelier.example"]
    merged_into(one, other)
    db.session.execute(sa.update(Delivery).values(next_attempt_at=clock.now()))
    db.session.commit()
    assert sink() == ["ana@atelier.example"]


def test_of_two_that_became_one_the_other_goes_where_the_first_came_back(sink, two, db):
    _relay, one, other = two
    merged_into(other, one)
    came_back = sa.update(Delivery).where(Delivery.contact_id == one.id)
    db.session.execute(came_back.values(status=DeliveryStatus.BOUNCED))
    db.session.commit()
    assert sink() == ["bea@atelier.example"]


def test_who_chose_another_language_meanwhile_reads_it_in_that_one(arrive, db, request_context):
    at = factories.member()
    for name in ("ana", "bea"):
        factories.contact(at, email=f"{name}@atelier.example", language="en")
    relay = cast.draft(factories.actor(), title_en="A call", body_en="A **call** opens.")
    relays.send_relay(relay, by=SYSTEM)
    db.session.commit()
    one = db.session.scalars(sa.select(Contact).where(Contact.email == "ana@atelier.example")).one()
    one.language = "fr"
    db.session.commit()
    db.session.expunge_all()
    arrived = {str(one["To"].addresses[0].addr_spec): one for one in arrive()}
    assert {key: one["Subject"] for key, one in arrived.items()} == {
        "ana@atelier.example": "Appel à projets",
        "bea@atelier.example": "A call",
    }
    text = arrived["ana@atelier.example"].get_body(("plain",)).get_content()
    assert "appel" in text
    assert LINK.search(text)
    assert set(db.session.scalars(sa.select(Delivery.language))) == {"fr", "en"}


def test_what_is_written_again_is_what_would_have_been_written(two, db):
    _relay, one, _other = two
    delivery = db.session.scalars(sa.select(Delivery).where(Delivery.contact_id == one.id)).one()
    before = (delivery.subject, LINK.sub("", delivery.body_text), LINK.sub("", delivery.body_html))
    delivery.language, delivery.subject, delivery.body_text = "en", "A call", "A call opens."
    db.session.commit()
    assert relays.reconsider(claims.claim("worker", 20)) == {}
    db.session.flush()
    db.session.refresh(delivery)
    assert (delivery.subject, LINK.sub("", delivery.body_text), LINK.sub("", delivery.body_html)) == before


def test_a_digest_is_in_the_language_of_the_moment_too(arrive, two, db):
    _relay, one, other = two
    one.preference = other.preference = MailPreference.DAILY
    db.session.commit()
    assert arrive() == []
    with clock.at(clock.now() + timedelta(days=2)):
        assert send_digests(by=SYSTEM) == 2
        one.language = "en"
        db.session.commit()
        db.session.expunge_all()
        arrived = {str(one["To"].addresses[0].username): one["Subject"] for one in arrive()}
    assert arrived == {"ana": "1 item that concerns you", "bea": "1 sujet qui vous concerne"}


def test_tokens_in_what_is_not_sent_are_forgotten(sink, db, request_context):
    person = factories.contact(factories.member())
    delivery = services.queue("trial", to=person, dedupe_key="token", context={}, holds_token=True, by=SYSTEM)
    person.archived_on = clock.today()
    db.session.commit()
    assert sink() == []
    db.session.refresh(delivery)
    assert (delivery.status, delivery.body_text) == (DeliveryStatus.SUPPRESSED, "")


def test_of_people_who_changed_nothing_one_statement_is_asked(two, db):
    claimed = claims.claim("worker", 20)
    seen = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
    assert relays.reconsider(claimed) == {}
    assert len(seen) == 1


def test_several_that_nobody_wants_do_not_end_the_round(sink, two, db):
    _relay, one, other = two
    for person in (one, other):
        portal_only(person)
    services.queue("trial", to=services.Address("cleo@x.example"), dedupe_key="c", context={}, priority=9, by=SYSTEM)
    db.session.execute(sa.update(Delivery).where(Delivery.dedupe_key == "c").values(priority=9))
    db.session.commit()
    assert sink() == ["cleo@x.example"]
    assert _relay.state is RelayState.SENT
