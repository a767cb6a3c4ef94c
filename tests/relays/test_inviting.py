"""Who got a relay and has no space is invited to one, seen by name before."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.accounts.models import User
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.relays import services
from tests import factories
from tests.relays import cast


@pytest.fixture
def relay(request_context):
    """Sent to four people: one can be invited, one has a space, one is on hold, one has left since."""
    member = factories.member()
    factories.contact(member, last_name="Libre", email="libre@atelier.example")
    settled = factories.contact(member, last_name="Installé")
    factories.user(Role.MEMBER, contact_id=settled.id, member_id=member.id)
    factories.contact(member, last_name="Retenue", hold_reason="550")
    gone = factories.contact(member, last_name="Partie")
    relay = cast.draft(factories.actor())
    services.send_relay(relay, by=factories.actor())
    gone.affiliations[0].from_on = clock.today() - timedelta(days=9)
    gone.affiliations[0].until_on = clock.today() - timedelta(days=1)
    db.session.flush()
    return relay


def invited() -> list[str]:
    return list(db.session.scalars(sa.select(User.email).where(User.invited_at.is_not(None))))


def test_the_list_names_who_can_be_invited(browse, sign_in, relay) -> None:
    sign_in(factories.user())
    page = browse(f"/relays/{relay.id}/invite")
    assert "Libre" in page
    assert not any(name in page for name in ("Installé", "Retenue", "Partie"))
    assert "2 more have none" in page
    assert "Libre" in browse(f"/relays/{relay.id}?who=no_space")
    assert "Installé" not in browse(f"/relays/{relay.id}?who=no_space")


def test_the_ticked_are_invited_once(post, sign_in, relay) -> None:
    sign_in(factories.user())
    page, everybody = f"/relays/{relay.id}/invite", [str(row.contact_id) for row in relay.recipients]
    assert post(page, page, {"contact": everybody}).status_code == 303
    assert invited() == ["libre@atelier.example"]


def test_who_is_not_ticked_is_not(post, sign_in, relay) -> None:
    sign_in(factories.user())
    post(f"/relays/{relay.id}/invite", f"/relays/{relay.id}/invite")
    assert invited() == []


def test_a_manager_of_other_sectors_invites_nobody(client, sign_in, relay) -> None:
    sign_in(factories.user(sectors=[factories.sector("AUTO")]))
    page = client.get(f"/relays/{relay.id}/invite")
    assert "Libre" not in page.text


@pytest.mark.parametrize("part", ["sent", "waiting", "bounced", "failed", "suppressed"])
def test_each_part_of_the_sum_opens_its_people(browse, sign_in, relay, part) -> None:
    sign_in(factories.user())
    page = browse(f"/relays/{relay.id}?who={part}")
    assert ("Libre" in page) is (part == "waiting")
    assert ("Retenue" in page) is (part == "suppressed")
    assert "4 people = sent 0 + waiting 3 + bounced 0 + failed 0 + not written to 1" in page
