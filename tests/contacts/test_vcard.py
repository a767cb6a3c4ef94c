"""vCard 4.0 (RFC 6350)."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from cara_crm.audit.models import AuditEvent
from cara_crm.contacts.vcard import Card, escaped, folded, vcards
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from tests import factories

CARD = Card(
    address="http://localhost/contacts/7",
    last_name="Lopès; fille",
    first_name="Ana",
    email="ana@forge.example",
    phones=("+33 4 77 00 00 00", "+33 6 39 98 00 01"),
    organisation="Forge, Fictive",
    function="Achats",
)


def test_a_card_says_who_it_is():
    lines = vcards([CARD]).decode().split("\r\n")
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:4.0"]
    assert lines[-2:] == ["END:VCARD", ""]
    for line in (
        "FN:Ana Lopès\\; fille",
        "N:Lopès\\; fille;Ana;;;",
        "ORG:Forge\\, Fictive",
        "TITLE:Achats",
        "EMAIL;TYPE=work:ana@forge.example",
        "TEL;TYPE=work;VALUE=uri:tel:+33477000000",
    ):
        assert line in lines


def test_the_same_person_is_the_same_card_again():
    uid = [line for line in vcards([CARD, CARD]).split(b"\r\n") if line.startswith(b"UID:urn:uuid:")]
    assert len(uid) == 2
    assert uid[0] == uid[1]


def test_what_is_not_known_is_left_out():
    text = vcards([Card(address="x", last_name="Solo")]).decode()
    assert not {"ORG", "TITLE", "EMAIL", "TEL"} & {line.split(":")[0].split(";")[0] for line in text.splitlines()}


@pytest.mark.parametrize(("said", "written"), [("a,b;c\\d", "a\\,b\\;c\\\\d"), ("a\r\nEND:VCARD", "a\\nEND:VCARD")])
def test_signs_of_the_format_are_escaped(said, written):
    assert escaped(said) == written


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=300))
def test_no_line_is_longer_than_75_octets_and_unfolding_gives_it_back(text):
    made = folded(f"NOTE:{text}")
    assert all(len(line) <= 75 for line in made[:-2].split(b"\r\n"))
    for line in made[:-2].split(b"\r\n "):
        line.decode()
    assert made[:-2].replace(b"\r\n ", b"").decode() == f"NOTE:{text}"


@pytest.fixture
def manager(sign_in):
    return sign_in(factories.user(Role.MANAGER))


def test_a_contact_is_taken_into_the_address_book(manager, client):
    who = factories.contact(factories.member("Forge Fictive"), last_name="Sorbier", first_name="Éloïse")
    db.session.commit()
    answer = client.get(f"/contacts/{who.id}/card.vcf")
    assert answer.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert "eloise-sorbier.vcf" in answer.headers["Content-Disposition"]
    assert "ORG:Forge Fictive" in answer.text


def test_everybody_who_is_at_a_member_today(manager, client):
    forge = factories.member("Forge Fictive")
    factories.contact(forge, last_name="Ici"), factories.contact(last_name="Ailleurs")
    db.session.commit()
    text = client.get(f"/contacts/of/{forge.id}/cards.vcf").text
    assert (text.count("BEGIN:VCARD"), "Ailleurs" in text) == (1, False)
    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "member.cards_taken")).one()
    assert (event.subject_id, event.details) == (forge.id, {"n": 1})


def test_a_manager_of_other_sectors_gets_no_card(sign_in, client):
    sign_in(factories.user(Role.MANAGER, sectors=[factories.sector("VELO")]))
    forge = factories.member()
    who = factories.contact(forge)
    db.session.commit()
    assert client.get(f"/contacts/{who.id}/card.vcf").status_code == 404
    assert client.get(f"/contacts/of/{forge.id}/cards.vcf").status_code == 404
