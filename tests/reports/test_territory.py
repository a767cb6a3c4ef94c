"""How many there are of a sector in the territory: the last count before the end of the period."""

from datetime import date

import pytest

from cara_crm.core.permissions import Role
from cara_crm.reports.document import Period
from cara_crm.reports.queries.scope import Scope
from cara_crm.reports.queries.territory import counted_in_territory
from cara_crm.sectors.models import SectorPopulation
from tests import factories

pytestmark = pytest.mark.usefixtures("request_context")


def counted(sector, on, count, **kwargs):
    words = {"name_fr": "établissements", "name_en": "establishments", "source": "Observatoire Fictif"}
    return factories.add(SectorPopulation(sector=sector, count=count, counted_on=on, **words | kwargs))


def scope(*sectors, language="fr"):
    return Scope(1, frozenset(one.id for one in sectors), Period(date(2026, 1, 1), date(2026, 6, 30)), language)


def test_of_each_sector_the_last_count_until_the_end_of_the_period():
    rail, bike = factories.sector("RAIL"), factories.sector("VELO")
    counted(rail, date(2024, 1, 1), 300)
    counted(rail, date(2025, 1, 1), 412)
    counted(rail, date(2026, 12, 1), 500)
    counted(bike, date(2025, 1, 1), 80)
    counted(bike, date(2026, 1, 1), 90, retired_on=date(2026, 2, 1))
    assert {one.count for one in counted_in_territory(scope(rail, bike))} == {412, 80}
    assert [one.what for one in counted_in_territory(scope(rail, language="en"))] == ["establishments"]


def test_an_administrator_enters_it(sign_in, post, browse, db):
    sign_in(factories.user(Role.ADMINISTRATOR))
    sector = factories.sector("RAIL")
    values = {"sector_id": sector.id, "count": "412", "name_fr": "établissements", "name_en": "establishments"}
    values |= {"source": "Observatoire Fictif", "counted_on": "2025-12-31"}
    page = "/settings/populations/new"
    assert post(page, page, values | {"count": "many"}).status_code == 422
    assert post(page, page, values).status_code == 303
    assert db.session.query(SectorPopulation).one().count == 412
    assert "412" in browse("/settings/populations") or "établissements" in browse("/settings/populations")
