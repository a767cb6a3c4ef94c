"""A digest is one message for several relays, due in the morning."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from cara_crm.contacts.models import MailPreference
from cara_crm.core import clock
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.relays import queries, services
from cara_crm.relays.services.digest import send_digests
from tests import factories
from tests.relays import cast

pytestmark = pytest.mark.usefixtures("request_context")
TUESDAY_NOON = datetime(2026, 11, 24, 12, tzinfo=clock.PARIS)


def two_relays_for(preference: MailPreference):
    """Two relays sent on a Tuesday at noon to one person of this preference."""
    factories.contact(factories.member(), preference=preference)
    by = factories.actor()
    with clock.at(TUESDAY_NOON):
        relays = [cast.draft(by), cast.draft(by, title="Autre")]
        for relay in relays:
            services.send_relay(relay, by=by)
    db.session.flush()
    return relays


@pytest.mark.parametrize(
    ("preference", "after", "due"),
    [
        (MailPreference.DAILY, timedelta(hours=1), 0),
        (MailPreference.DAILY, timedelta(hours=20), 1),
        (MailPreference.WEEKLY, timedelta(days=5), 0),
        (MailPreference.WEEKLY, timedelta(days=6), 1),
    ],
)
def test_a_digest_is_due_in_the_morning(preference, after, due) -> None:
    two_relays_for(preference)
    with clock.at(TUESDAY_NOON + after):
        assert send_digests(by=factories.actor()) == due


def test_several_relays_are_one_message_in_the_ledger_of_each() -> None:
    relays = two_relays_for(MailPreference.DAILY)
    assert [queries.ledger_of(relay).waiting for relay in relays] == [1, 1]
    with clock.at(TUESDAY_NOON + timedelta(days=1)):
        send_digests(by=factories.actor())
        assert send_digests(by=factories.actor()) == 0
    mail = db.session.scalars(sa.select(Delivery)).one()
    assert "Appel à projets" in mail.body_text
    assert "Autre" in mail.body_text
    assert relays[0].recipients[0].delivery_id == relays[1].recipients[0].delivery_id


def test_who_chose_the_portal_meanwhile_gets_no_digest() -> None:
    relay = two_relays_for(MailPreference.DAILY)[0]
    relay.recipients[0].contact.preference = MailPreference.PORTAL_ONLY
    with clock.at(TUESDAY_NOON + timedelta(days=1)):
        send_digests(by=factories.actor())
    assert relay.recipients[0].suppressed_reason == "portal_only"


def test_answers_to_own_issues_do_not_wait_for_a_digest() -> None:
    member = factories.member()
    factories.contact(member, preference=MailPreference.WEEKLY)
    relay = cast.answered(cast.relayed(factories.issue(member)), factories.actor())
    assert relay.recipients[0].delivery_id


def test_what_is_no_news_any_more_is_not_sent() -> None:
    two_relays_for(MailPreference.DAILY)
    with clock.at(TUESDAY_NOON + timedelta(days=40)):
        assert send_digests(by=factories.actor()) == 0
