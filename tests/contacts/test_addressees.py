"""Which reports of its federation a person receives."""

import pytest

from cara_crm.contacts import services
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.reports.models import Report
from cara_crm.reports.queries.state import addressees
from tests import factories

BY = Actor.system("test")


@pytest.fixture
def officer():
    return factories.contact(of=factories.federation("FIF"), receives_reports=True)


@pytest.fixture
def report():
    """About rail."""
    return Report(federation_id=factories.federation("FIF").id, sectors=[factories.sector("RAIL")])


def set_to(officer, *codes: str, receives: bool = True) -> None:
    sectors = [factories.sector(code) for code in codes]
    services.set_addressee(officer.affiliations[0], receives=receives, sectors=sectors, by=BY)
    factories.db.session.flush()


@pytest.mark.parametrize(
    ("codes", "gets_it"), [((), True), (("RAIL",), True), (("AUTO",), False), (("AUTO", "RAIL"), True)]
)
def test_who_asked_for_some_sectors_gets_the_reports_about_one_of_them(officer, report, codes, gets_it):
    set_to(officer, *codes)
    assert (officer in addressees(report)) is gets_it


def test_who_receives_none_gets_none(officer, report):
    set_to(officer, "RAIL", receives=False)
    assert addressees(report) == []
    assert officer.affiliations[0].sectors == []


def test_it_is_chosen_on_a_page_and_shown_with_the_function(officer, sign_in, browse, post):
    sign_in(factories.user(Role.MANAGER))
    line = officer.affiliations[0]
    page = f"/contacts/{officer.id}/functions/{line.id}/reports"
    assert "Only those about these sectors" in browse(page)
    rail = factories.sector("RAIL")
    assert post(page, page, {"receives": "y", "sectors": [str(rail.id)]}).status_code == 303
    assert f"receives reports ({rail.name_en})" in browse(f"/contacts/{officer.id}")


def test_a_sector_that_is_none_is_refused(officer, sign_in, post):
    sign_in(factories.user(Role.MANAGER))
    page = f"/contacts/{officer.id}/functions/{officer.affiliations[0].id}/reports"
    assert post(page, page, {"receives": "y", "sectors": ["999999"]}).status_code == 422


def test_a_function_at_a_member_has_no_such_page(sign_in, client):
    sign_in(factories.user(Role.MANAGER))
    person = factories.contact(factories.member())
    assert client.get(f"/contacts/{person.id}/functions/{person.affiliations[0].id}/reports").status_code == 404
