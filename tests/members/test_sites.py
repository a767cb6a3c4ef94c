"""The places of a member: added, edited, closed; one stands for it."""

import pytest
import sqlalchemy as sa

from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.members import queries
from cara_crm.members.models import Member, Site
from tests import factories

SIREN = "000000018"


def siret(number: str, place: int = 1) -> str:
    """A SIRET under this SIREN, its last digit right (Luhn)."""
    body = f"{number}{place:04d}"
    total = sum(sum(divmod(int(d) * (2 if i % 2 == 0 else 1), 10)) for i, d in enumerate(reversed(body)))
    return body + str(-total % 10)


@pytest.fixture
def forge(db, sign_in) -> Member:
    made = factories.member("Forge des Étangs")
    sign_in(factories.user())
    db.session.commit()
    return made


@pytest.fixture
def add(forge, post, db):
    def _add(**values):
        page = f"/members/{forge.id}/sites/new"
        data = {"version": forge.version, "town": "Saint-Fictif", "postal_code": "42000"} | values
        response = post(page, page, data)
        db.session.refresh(forge)
        return response

    return _add


def test_a_second_site_has_its_own_address_department_and_siret(forge, add, browse):
    assert add(name="Atelier 2", siret=siret(forge.siren)).status_code == 303
    head, other = sorted(forge.sites, key=lambda one: not one.is_head)
    assert (other.siret, other.department.code, other.is_head) == (siret(forge.siren), "42", False)
    assert (head.is_head, forge.department.code) == (True, "69")
    html = browse(f"/members/{forge.id}")
    assert "Atelier 2" in html
    assert "saint fictif" in forge.folded


def test_another_one_may_stand_for_the_member(forge, add):
    add(is_head="y")
    assert [one.town for one in forge.sites if one.is_head] == ["Saint-Fictif"]
    assert forge.department.code == "42"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"siret": "12"}, "This is not a SIRET"),
        ({"siret": SIREN}, "This is a SIREN"),
        ({"siret": siret(factories.siren(99_999))}, "of another company"),
        ({"town": "", "postal_code": ""}, "a town at least"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(forge, add, values, said):
    if values.get("siret") == SIREN:
        values = {"siret": forge.siren}
    response = add(name="Atelier 2", **values)
    assert (response.status_code, said in response.text, "Atelier 2" in response.text) == (422, True, True)
    assert len(forge.sites) == 1


def test_a_siret_is_of_one_site_only(forge, add, db):
    number = siret(forge.siren)
    add(siret=number)
    response = add(siret=number)
    assert (response.status_code, "has a site with this SIRET already" in response.text) == (422, True)


def test_what_a_site_was_stays_on_record(forge, add, post, db):
    add(name="Atelier 2")
    site = next(one for one in forge.sites if not one.is_head)
    page = f"/members/{forge.id}/sites/{site.id}"
    data = {"version": forge.version, "name": "Atelier 2", "town": "Ailleurs", "postal_code": "38000"}
    assert post(page, page, data).status_code == 303
    db.session.refresh(site)
    assert (site.town, site.department.code) == ("Ailleurs", "38")
    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "site.edited")).one()
    assert event.details["was"]["town"] == "Saint-Fictif"


def test_a_closed_site_leaves_the_counts_and_stays_on_record(forge, add, post, db, browse):
    add(name="Atelier 2")
    site = next(one for one in forge.sites if not one.is_head)
    actor = factories.actor()
    counted = queries.sites_by_department(actor, queries.Filters())
    assert counted[site.department_id] == 1
    page = f"/members/{forge.id}/sites/{site.id}/close"
    assert post(page, page, {"on": "2099-01-01"}).status_code == 422
    assert post(page, page, {"on": clock.today().isoformat()}).status_code == 303
    assert site.department_id not in queries.sites_by_department(actor, queries.Filters())
    assert "Closed on" in browse(f"/members/{forge.id}")
    assert post(f"/members/{forge.id}", f"/members/{forge.id}/sites/{site.id}/reopen").status_code == 303
    db.session.refresh(site)
    assert site.closed_on is None


def test_the_head_office_is_not_closed_while_another_is_open(forge, add, post):
    add()
    head = next(one for one in forge.sites if one.is_head)
    page = f"/members/{forge.id}/sites/{head.id}/close"
    assert post(page, page, {"on": clock.today().isoformat()}).status_code == 422


def test_the_site_of_another_member_is_not_there(forge, client, db):
    other = factories.member("Ailleurs")
    db.session.commit()
    assert client.get(f"/members/{forge.id}/sites/{other.sites[0].id}").status_code == 404
    assert db.session.query(Site).count() == 2
