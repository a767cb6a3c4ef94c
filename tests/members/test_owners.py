"""What is taken already is named only to who sees its owner."""

from typing import Any

import pytest

from cara_crm.contacts import services as contacts
from cara_crm.core.actor import Actor
from cara_crm.members.services import MemberData, numbers, record, sites
from tests import factories
from tests.members.lists import A
from tests.members.test_sites import siret


@pytest.fixture(params=["RAIL", "AUTO"])
def actor(request: Any) -> Actor:
    return factories.actor(sector_ids=frozenset({factories.sector(request.param).id}))


def sees(actor: Actor) -> bool:
    return actor.sector_ids == {factories.sector("RAIL").id}


def test_a_siren(actor: Actor) -> None:
    factories.member("Forge Églantine", siren=A, in_sector="RAIL")
    with pytest.raises(numbers.SirenTaken) as told:
        record.create_member(MemberData(legal_name="Tout autre", siren=A), by=actor)
    assert ("Églantine" in str(told.value)) is sees(actor)


def test_a_siret(actor: Actor) -> None:
    forge, other = (
        factories.member("Forge Églantine", siren=A, in_sector="RAIL"),
        factories.member("Tout autre", siren=None),
    )
    data = sites.SiteData(town="Unieux", siret=siret(A))
    sites.add_site(forge, data, by=factories.actor())
    with pytest.raises(sites.SiretTaken) as told:
        sites.add_site(other, data, by=actor)
    assert ("Églantine" in str(told.value)) is sees(actor)


def test_an_address(actor: Actor) -> None:
    factories.contact(factories.member(in_sector="RAIL"), last_name="Gervais", email="g@forge.example")
    with pytest.raises(contacts.EmailTaken) as told:
        contacts.create_contact(contacts.ContactData(last_name="Autre", email="G@forge.example"), by=actor)
    assert ("Gervais" in str(told.value)) is sees(actor)
