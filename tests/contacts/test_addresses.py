"""An address from which mail comes back rests until somebody has looked."""

import pytest
import sqlalchemy as sa

from cara_crm.contacts import addresses
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.tasks.models import Task
from tests import factories

BY = Actor.system("worker")


@pytest.fixture
def resting(db):
    contact = factories.contact(factories.member(), hold_reason="550 5.1.1 No such user")
    db.session.commit()
    return contact


@pytest.fixture
def manager(sign_in):
    return sign_in(factories.user(Role.MANAGER))


def test_its_page_says_why_and_a_manager_lifts_it(manager, browse, post, resting, db):
    page = f"/contacts/{resting.id}"
    assert "550 5.1.1 No such user" in browse(page)
    assert post(page, f"{page}/lift-hold").status_code == 303
    db.session.refresh(resting)
    assert resting.hold_reason is None


def test_another_address_is_written_to(manager, browse, post, resting, db):
    page = f"/contacts/{resting.id}/edit"
    said = {"first_name": "Camille", "last_name": "Neuf", "email": "neuf@atelier.example", "language": "fr"}
    assert post(page, page, said | {"preference": "at_once", "version": resting.version}).status_code == 303
    db.session.refresh(resting)
    assert (resting.email, resting.hold_reason) == ("neuf@atelier.example", None)


def came_back(contact, key="a", **columns) -> Delivery:
    """A message that a server refused because nobody is there."""
    made = deliveries.queue("trial", to=contact, dedupe_key=key, context={}, by=BY)
    for name, value in {"status": DeliveryStatus.BOUNCED, "last_error": "550 5.1.1", **columns}.items():
        setattr(made, name, value)
    return made


@pytest.fixture
def returned(db):
    """A message that came back, its address on hold, and a task."""
    contact = factories.contact(factories.member(), email="avant@atelier.example")
    delivery = came_back(contact)
    addresses.hold(delivery, "550 5.1.1 No such user", by=BY)
    db.session.commit()
    return delivery


def test_a_corrected_address_gets_what_came_back_and_the_task_is_done(manager, browse, post, returned, db):
    page = f"/contacts/{returned.contact_id}/edit"
    said = {"first_name": "Camille", "last_name": "Neuf", "email": "neuf@atelier.example", "language": "fr"}
    assert post(page, page, said | {"preference": "at_once", "version": 2}).status_code == 303
    db.session.refresh(returned)
    assert (returned.status, returned.recipient) == (DeliveryStatus.QUEUED, "neuf@atelier.example")
    assert db.session.scalars(sa.select(Task)).one().done_at
    assert "1 message that came back lately is sent again." in browse(f"/contacts/{returned.contact_id}")


def test_what_is_sent_again_goes_to_the_address_of_now_and_nothing_rests(manager, post, returned, db):
    contact = db.session.get_one(factories.Contact, returned.contact_id)
    returned.created_at = clock.now() - deliveries.KEPT_FOR_RETRY * 2
    contact.email = "neuf@atelier.example"
    db.session.commit()
    assert post("/deliveries", f"/deliveries/{returned.id}/retry").status_code == 303
    db.session.refresh(returned)
    db.session.refresh(contact)
    assert (returned.status, returned.recipient) == (DeliveryStatus.QUEUED, "neuf@atelier.example")
    assert contact.hold_reason is None
    assert db.session.scalars(sa.select(Task)).one().done_at


def test_to_who_has_no_address_any_more_nothing_is_sent_again(manager, post, returned, db):
    db.session.get_one(factories.Contact, returned.contact_id).email = None
    db.session.commit()
    assert post("/deliveries", f"/deliveries/{returned.id}/retry").status_code == 422


def test_a_personal_link_and_what_is_old_or_set_aside_are_not_sent_again(db):
    contact = factories.contact(factories.member())
    came_back(contact, "token", holds_token=True)
    came_back(contact, "old", created_at=clock.now() - deliveries.KEPT_FOR_RETRY * 2)
    came_back(contact, "settled", settled_at=clock.now())
    db.session.flush()
    assert deliveries.send_again_to([contact.id], by=BY) == 0


def test_addresses_on_hold_are_listed_with_why_and_lifted_by_what_the_server_said(manager, browse, post, db):
    at = factories.member()
    blocked = [factories.contact(at, hold_reason="554 5.7.1 blocked using zen.spamhaus.org") for _n in range(3)]
    gone = factories.contact(at, last_name="Partie", hold_reason="550 5.1.1 No such user")
    db.session.commit()
    page = browse("/contacts/on-hold")
    assert ("4 addresses" in page, "zen.spamhaus.org" in page, "Partie" in page) == (True, True, True)
    assert "Partie" not in browse("/contacts/on-hold?q=spamhaus")
    assert post("/contacts/on-hold", "/contacts/on-hold/lift", {"q": "spamhaus"}).status_code == 303
    db.session.expire_all()
    assert [one.hold_reason for one in blocked] == [None] * 3
    assert gone.hold_reason
    assert "1 address" in browse("/contacts/on-hold")


def test_who_has_a_task_already_gets_no_second(db):
    contact = factories.contact(factories.member())
    addresses.hold(came_back(contact, "a"), "550", by=BY)
    contact.hold_reason = None
    addresses.hold(came_back(contact, "b"), "550", by=BY)
    assert len(db.session.scalars(sa.select(Task)).all()) == 1
