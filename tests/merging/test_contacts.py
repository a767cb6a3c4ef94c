"""Two contacts become one, and two again."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cara_crm.contacts import newsletters
from cara_crm.contacts import queries as contacts
from cara_crm.contacts import services as people
from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.issues.models import Agreement
from cara_crm.issues.queries import issues_of_link
from cara_crm.jobs.registry import Work
from cara_crm.merging import jobs, services
from cara_crm.merging.moving import REFERENCES, references
from cara_crm.relays.models import Direction, Relay, RelayKind
from tests import factories
from tests.merging.cast import merge_people, now_at, row_for

MOVING = sorted(name for name in REFERENCES if not name.endswith("member_id") and not name.startswith("member."))


@pytest.fixture
def two() -> tuple[Contact, Contact]:
    return factories.contact(), factories.contact(first_name="Camilla")


def fresh(db: Any, contact: Contact) -> Contact:
    db.session.flush()
    db.session.expire_all()
    return db.session.get_one(Contact, contact.id)


@pytest.mark.parametrize("name", MOVING)
@pytest.mark.usefixtures("request_context")
def test_every_relation_moves_and_comes_back(two: tuple[Contact, Contact], name: str) -> None:
    kept, other = two
    reference = next(one for one in references("contact") if one.name == name)
    row = row_for(reference, other.id)
    done = merge_people(kept, other)
    assert now_at(reference, row) == kept.id
    services.undo(done, by=factories.actor())
    assert (now_at(reference, row), done.left) == (other.id, [])


@pytest.mark.usefixtures("request_context")
def test_two_accounts_are_refused_with_what_to_do(db: Any, two: tuple[Contact, Contact]) -> None:
    accounts = [factories.user(Role.MANAGER, contact_id=one.id) for one in two]
    with pytest.raises(services.TwoAccounts, match="Close the one"):
        merge_people(*two)
    accounts[1].deactivated_at = clock.now()
    merge_people(*two)
    assert accounts[1].contact_id == two[1].id


@pytest.mark.usefixtures("request_context")
def test_the_same_function_is_not_doubled_and_the_longer_one_goes_on(db: Any) -> None:
    forge = factories.member()
    kept, other = factories.contact(forge), factories.contact(forge)
    kept.affiliations[0].until_on = date(2024, 1, 1)
    merge_people(kept, other)
    assert [one.until_on for one in fresh(db, kept).affiliations if one.holds_on(clock.today())] == [None]
    third = factories.contact(forge)
    assert merge_people(kept, third).stayed == {"affiliation.contact_id": 1}


@pytest.mark.usefixtures("request_context")
def test_who_left_the_newsletters_in_one_has_left_them(db: Any, two: tuple[Contact, Contact]) -> None:
    kept, other = two
    other.newsletter_opt_out_at = clock.now()
    done = merge_people(kept, other)
    assert fresh(db, kept).newsletter_opt_out_at is not None
    services.undo(done, by=factories.actor())
    assert fresh(db, kept).newsletter_opt_out_at is None


@pytest.mark.usefixtures("request_context")
def test_the_address_that_was_not_taken_still_finds_the_person(db: Any, two: tuple[Contact, Contact]) -> None:
    kept, other = two
    merge_people(kept, other)
    found = contacts.page_of(factories.actor(), other.email or "", None).items
    assert [one.id for one in found] == [kept.id]


@pytest.mark.usefixtures("request_context")
def test_the_address_may_be_taken_later_and_a_new_person_cannot_have_it(db: Any, two: tuple[Contact, Contact]) -> None:
    kept, other = two
    merge_people(kept, other)
    address, by = other.email or "", factories.actor()
    with pytest.raises(people.EmailTaken, match="Camille"):
        people.create_contact(people.ContactData(last_name="Neuf", email=address), by=by)
    data = people.ContactData(last_name="Exemple", email=address)
    people.edit_contact(kept, data, version=kept.version, by=by)
    assert (fresh(db, kept).email, other.email) == (address, None)


@pytest.mark.usefixtures("request_context")
def test_a_chosen_address_is_taken_away_first_and_given_back(db: Any, two: tuple[Contact, Contact]) -> None:
    kept, other = two
    addresses = (kept.email, other.email)
    done = merge_people(kept, other, email="merged", name="merged")
    assert (fresh(db, kept).email, kept.first_name) == (addresses[1], "Camilla")
    services.undo(done, by=factories.actor())
    assert (fresh(db, kept).email, fresh(db, other).email, kept.first_name) == (*addresses, "Camille")


@pytest.mark.usefixtures("request_context")
def test_who_is_left_out_of_a_relay_stays_left_out(db: Any, two: tuple[Contact, Contact]) -> None:
    kept, other = two
    rule = {"sectors": [1], "except_contacts": [other.id]}
    relay = factories.add(Relay(direction=Direction.DOWN, kind=next(iter(RelayKind)), title="Info", audience=rule))
    done = merge_people(kept, other)
    db.session.expire_all()
    assert relay.audience["except_contacts"] == sorted([kept.id, other.id])
    services.undo(done, by=factories.actor())
    db.session.expire_all()
    assert relay.audience == rule


@pytest.mark.usefixtures("request_context")
def test_a_merged_one_is_not_restored_by_hand(two: tuple[Contact, Contact]) -> None:
    merge_people(*two)
    with pytest.raises(people.MergedAway, match="undo"):
        people.restore_contact(two[1], by=factories.actor())


def test_people_of_one_name_at_one_organisation_are_a_pair_and_are_merged(
    sign_in: Callable[..., FlaskClient], browse: Callable[..., str], post: Callable[..., Any], db: Any
) -> None:
    forge = factories.member()
    kept = factories.contact(forge, last_name="Durand")
    other = factories.contact(forge, last_name="Durand", email="c.durand@free.fr")
    sign_in(factories.user(Role.MANAGER))
    db.session.commit()
    jobs.look(Work(1, {}, None, Actor.system("worker"), lambda *_: None))
    assert "same organisation" in browse("/contacts/duplicates")
    page = f"/contacts/{kept.id}/merge?with={other.id}"
    assert "c.durand@free.fr" in browse(page, budget=18)
    versions = {"kept_version": str(kept.version), "merged_version": str(other.version)}
    response = post(page, page, versions | {"take_email": "merged"})
    assert (response.status_code, fresh(db, kept).email) == (303, "c.durand@free.fr")
    assert "Undo the merge" in browse(response.location, budget=20)
    assert "Merged into this record" in browse(f"/contacts/{kept.id}")
    assert "Merged into another contact" in browse(f"/contacts/{other.id}?former=1")
    assert db.session.scalar(sa.select(sa.func.count()).where(Affiliation.contact_id == kept.id)) == 1


@pytest.mark.usefixtures("request_context")
def test_links_in_mails_to_the_former_contact_stay_good(db: Any, two: tuple[Contact, Contact]) -> None:
    kept, other = two
    issue = factories.issue(agreement=Agreement.ASKED, agreement_contact_id=other.id)
    merge_people(kept, other)
    assert issues_of_link([issue.id], other.id) == [issue]
    newsletters.opt_out(other.id, by=Actor.system("unsubscribe"))
    assert fresh(db, kept).newsletter_opt_out_at is not None
