"""Between the queue and the mail server people change their minds, their addresses and their employers."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.contacts import newsletters
from cara_crm.contacts.models import MailPreference
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import claims, services, transport
from cara_crm.deliveries.models import Delivery, DeliveryStatus, Suppression
from cara_crm.relays import queries
from cara_crm.relays import services as relays
from cara_crm.relays.models import Recipient, RelayState
from cara_crm.relays.services.digest import send_digests
from cara_crm.worker import Worker
from tests import factories, smtp
from tests.relays import cast

SYSTEM = Actor.system("worker")


@pytest.fixture
def sink(app):
    """What arrives when a worker sends."""
    with smtp.running() as (server, mailboxes):
        way = transport.from_url(server.url, app.config["MAIL_FROM"], app.config["INSTANCE"])
        worker = Worker(app, way)

        def send() -> list[str]:
            while worker.postman.send_one():
                pass
            return [str(one["To"].addresses[0].addr_spec) for one in mailboxes.messages]

        yield send
        way.close()


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
