"""What somebody missed while its address rested, and is still of use, is sent by a button."""

from datetime import timedelta

import pytest

from cara_crm.contacts import addresses
from cara_crm.contacts.models import MailPreference
from cara_crm.core import clock
from cara_crm.deliveries.models import DeliveryStatus, Suppression
from cara_crm.extensions import db
from cara_crm.relays import queries, services
from cara_crm.relays.models import RelayKind
from cara_crm.relays.services.digest import send_digests
from tests import factories
from tests.relays import cast

pytestmark = pytest.mark.usefixtures("request_context")


@pytest.fixture
def contact():
    return factories.contact(factories.member(), hold_reason="550 nobody")


def sent(**kwargs):
    relay = cast.draft(factories.actor(), **kwargs)
    services.send_relay(relay, by=factories.actor())
    db.session.flush()
    return relay


def test_the_page_offers_what_is_still_of_use(browse, post, sign_in, contact) -> None:
    call = sent(kind=RelayKind.OPPORTUNITY, deadline_on=clock.today(), title="Encore ouvert")
    closed = sent(kind=RelayKind.OPPORTUNITY, deadline_on=clock.today(), title="Déjà clos")
    closed.deadline_on = clock.today() - timedelta(days=1)
    old = sent(title="Vieille nouvelle")
    old.sent_at = clock.now() - timedelta(days=40)
    sign_in(factories.user())
    page = f"/contacts/{contact.id}"
    assert "still of use" not in browse(page)
    post(page, f"{page}/lift-hold")
    html = browse(page)
    assert ("Encore ouvert" in html, "Déjà clos" in html, "Vieille nouvelle" in html) == (True, False, False)
    assert queries.ledger_of(call).suppressed == 1
    post(page, f"{page}/missed")
    assert queries.ledger_of(call).waiting == 1
    assert call.recipients[0].delivery.status is DeliveryStatus.QUEUED
    assert "still of use" not in browse(page)


def test_nothing_is_sent_by_itself_or_twice(contact) -> None:
    relay, by = sent(), factories.actor()
    addresses.lift(contact, by=by)
    assert queries.ledger_of(relay).suppressed == 1
    assert [services.send_missed(contact, by=by) for _n in range(2)] == [1, 0]


def test_who_reads_digests_gets_it_with_the_next(contact) -> None:
    contact.preference = MailPreference.DAILY
    relay, by = sent(), factories.actor()
    addresses.lift(contact, by=by)
    services.send_missed(contact, by=by)
    db.session.flush()
    with clock.at(clock.now() + timedelta(days=2)):
        send_digests(by=by)
    assert queries.ledger_of(relay).waiting == 1


def test_who_has_left_missed_nothing(contact) -> None:
    sent()
    addresses.lift(contact, by=factories.actor())
    contact.affiliations[0].from_on = clock.today() - timedelta(days=9)
    contact.affiliations[0].until_on = clock.today() - timedelta(days=1)
    db.session.flush()
    assert queries.missed_by(factories.actor(), contact) == []


def test_what_is_read_in_the_first_is_not_counted_a_second_time(contact) -> None:
    contact.hold_reason, by = None, factories.actor()
    first = sent(title="Premier")
    bounced = first.recipients[0].delivery
    bounced.status, contact.hold_reason = DeliveryStatus.BOUNCED, "550 nobody"
    missed = sent(title="Manqué")
    erratum = services.correct(first, by=by)
    words = {"title": erratum.title, "body": "Juste.", "deadline_on": None}
    services.edit_relay(erratum, version=erratum.version, kind=erratum.kind, audience={}, by=by, **words)
    services.send_relay(erratum, by=by)
    db.session.flush()
    addresses.lift(contact, by=by)
    assert bounced.status is DeliveryStatus.QUEUED
    assert [row.relay.title for row in services.missed(by, contact)] == [missed.title]
    assert services.send_missed(contact, by=by) == 1
    assert [row.suppressed_reason for row in erratum.recipients] == [Suppression.WITH_THE_FIRST]
