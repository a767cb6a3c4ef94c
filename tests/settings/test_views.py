"""Settings: one editor for everything that people may choose from."""

import re

import pytest
import sqlalchemy as sa
from lxml import html as parser

from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.federations.models import Mandate, Priority
from cara_crm.sectors.models import Sector, SectorPopulation
from cara_crm.settings import queries, services
from cara_crm.settings.kinds import ALL, KINDS
from cara_crm.settings.models import KeyFigure
from cara_crm.territory.models import Region
from tests import factories

SYSTEM = Actor.system("test")
NEW = {"code": "drone", "name_fr": "Drones", "name_en": "Drones", "ordinal": "9"}


@pytest.fixture(autouse=True)
def admin(db, sign_in):
    account = factories.user(Role.ADMINISTRATOR)
    sign_in(account)
    return account


def population() -> SectorPopulation:
    """A value of the one kind that begins empty."""
    words = {"name_fr": "établissements", "name_en": "establishments", "source": "Observatoire Fictif"}
    day = factories.clock.today()
    return factories.add(SectorPopulation(sector=factories.sector(), count=412, counted_on=day, **words))


def last_event(db) -> AuditEvent:
    return db.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc())).first()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_first_page_leads_everywhere(admin, browse, language):
    admin.language = language
    html = browse("/settings")
    assert [k.slug for k in ALL if k.parent is None and f'/settings/{k.slug}"' not in html] == []


@pytest.mark.parametrize("slug", [kind.slug for kind in ALL if kind.parent is None])
def test_every_kind_is_listed(browse, db, slug):
    n = db.session.scalar(sa.select(sa.func.count()).select_from(KINDS[slug].model))
    assert len(set(re.findall(rf'href="(/settings/{slug}/\d+)"', browse(f"/settings/{slug}")))) == n


@pytest.mark.parametrize("slug", [kind.slug for kind in ALL if kind.slug != "roles"])
def test_every_value_can_be_opened(browse, db, slug):
    record = db.session.scalars(sa.select(KINDS[slug].model)).first() or population()
    page = parser.document_fromstring(browse(f"/settings/{slug}/{record.id}", budget=14))
    shown = dict(page.xpath("//main//form")[0].fields)
    for column in (c for c in KINDS[slug].columns if c.shape not in KINDS):
        value, field = getattr(record, column.name), (shown[column.name] or "").lstrip("\n")
        assert field == (("y" if value else "") if column.shape == "tick" else "" if value is None else str(value))


def test_a_sector_is_added(browse, db, post):
    browse("/settings/sectors/new")
    assert post("/settings/sectors/new", "/settings/sectors/new", NEW).status_code == 303
    assert db.session.scalars(sa.select(Sector).where(Sector.code == "DRONE")).one().name_fr == "Drones"
    assert last_event(db).action == "sector.added"


def test_a_code_is_given_once(post):
    answer = post("/settings/sectors/new", "/settings/sectors/new", NEW | {"code": "rail"})
    assert answer.status_code == 422
    assert "Another one has this code already." in answer.text


def test_what_is_missing_is_asked_for(post):
    answer = post("/settings/sectors/new", "/settings/sectors/new", NEW | {"name_fr": ""})
    assert answer.status_code == 422
    assert "This is needed." in answer.text


def test_a_change_is_on_record_with_its_fields(db, post):
    rail = factories.sector("RAIL")
    page = f"/settings/sectors/{rail.id}"
    values = {"code": "RAIL", "name_fr": "Ferroviaire", "name_en": "Railways", "ordinal": str(rail.ordinal)}
    assert post(page, page, values).status_code == 303
    assert (last_event(db).action, last_event(db).details) == ("sector.changed", {"fields": ["name_en"]})


def test_a_federation_shows_its_priorities_programmes_and_mandates(browse):
    html = browse(f"/settings/federations/{factories.federation('FIF').id}", budget=14)
    assert "CORIFER" in html
    assert "Auvergne-Rhône-Alpes" in html


def test_a_priority_belongs_to_its_federation(db, post):
    fif = factories.federation("FIF").id
    page = f"/settings/priorities/new?of={fif}"
    post(page, page, {"code": "HYDRO", "name_fr": "Hydrogène", "name_en": "Hydrogen", "ordinal": ""})
    assert db.session.scalars(sa.select(Priority).where(Priority.code == "HYDRO")).one().federation_id == fif


def test_two_federations_may_use_one_code(db, post):
    page = f"/settings/priorities/new?of={factories.federation('FIF').id}"
    assert post(page, page, {"code": "ECO", "name_fr": "Écologie", "name_en": "Ecology"}).status_code == 303


@pytest.mark.parametrize(
    "address", ["/settings/priorities/new", "/settings/priorities", "/settings/moon", "/settings/regions/new"]
)
def test_what_makes_no_sense_is_not_there(client, address):
    assert client.get(address).status_code == 404


def test_a_mandate_has_regions_and_days(db, post):
    pfa, cable = factories.federation("PFA").id, factories.sector("CABLE").id
    region = db.session.scalars(sa.select(Region).where(Region.code == "84")).one()
    page = f"/settings/mandates/new?of={pfa}"
    values = {"sector_id": str(cable), "regions": [str(region.id)], "from_on": "2026-01-01", "until_on": ""}
    assert post(page, page, values).status_code == 303
    made = db.session.scalars(sa.select(Mandate).where(Mandate.sector_id == cable)).one()
    assert (made.federation_id, made.regions) == (pfa, [region])


def test_a_mandate_ends_after_it_begins(post):
    page = f"/settings/mandates/new?of={factories.federation('PFA').id}"
    cable, region = factories.sector("CABLE").id, factories.department("69").region_id
    days = {"from_on": "2026-01-02", "until_on": "2026-01-01"}
    answer = post(page, page, {"sector_id": str(cable), "regions": [str(region)], **days})
    assert answer.status_code == 422
    assert "The last day comes before the first." in answer.text


def test_a_mandate_is_ended_and_taken_up_again(db, post):
    mandate = db.session.scalars(sa.select(Mandate)).first()
    page = f"/settings/mandates/{mandate.id}"
    post(page, f"{page}/retire")
    db.session.refresh(mandate)
    assert not mandate.holds_on(clock.today())
    post(page, f"{page}/restore")
    db.session.refresh(mandate)
    assert mandate.holds_on(clock.today())


def test_what_is_in_use_is_retired_not_deleted(db, post):
    rail = factories.sector("RAIL")
    factories.member(in_sector="RAIL")
    page = f"/settings/sectors/{rail.id}"
    assert post(page, f"{page}/remove").status_code == 422
    assert post(page, f"{page}/retire").status_code == 303
    db.session.refresh(rail)
    assert rail.retired_on == clock.today()


def test_what_is_retired_is_offered_no_more(client, db, post):
    rail = factories.sector("RAIL")
    services.retire(rail, by=SYSTEM)
    db.session.commit()
    assert "Rail" not in client.get(f"/settings/mandates/new?of={factories.federation('FIF').id}").text


def test_what_nothing_refers_to_can_be_deleted(db, post):
    figure = db.session.scalars(sa.select(KeyFigure)).first()
    page = f"/settings/figures/{figure.id}"
    assert post(page, f"{page}/remove").status_code == 303
    assert last_event(db).action == "key_figure.removed"


def test_a_region_is_covered_or_not(db, post):
    region = db.session.scalars(sa.select(Region).where(Region.code == "11")).one()
    page = f"/settings/regions/{region.id}"
    post(page, page, {"is_covered": "y"})
    db.session.refresh(region)
    assert region.is_covered


def test_the_house_is_decided_upon(browse, db, post):
    browse("/settings/house")
    values = {"name": "CLUSTER", "long_name": "Cluster inventé", "threshold": "7", "self_review": "y"}
    assert post("/settings/house", "/settings/house", values).status_code == 303
    assert (queries.threshold(), queries.may_review_own_work()) == (7, True)
    assert "CLUSTER" in browse("/settings")


def test_the_threshold_never_goes_under_three(post):
    values = {"name": "CARA", "long_name": "CARA", "threshold": "2"}
    answer = post("/settings/house", "/settings/house", values)
    assert answer.status_code == 422
    assert "At least 3 groups" in answer.text
    assert queries.threshold() == 5


def test_a_value_of_the_house_is_on_record(db):
    services.set_value("confidentiality.k", 6, by=SYSTEM)
    db.session.flush()
    assert last_event(db).details == {"key": "confidentiality.k", "before": 5, "after": 6}


def test_a_value_that_does_not_change_leaves_no_trace(db):
    services.set_value("confidentiality.k", 5, by=SYSTEM)
    db.session.flush()
    assert last_event(db) is None


def test_a_stored_threshold_under_three_is_not_believed(db):
    db.session.execute(sa.text("UPDATE setting SET value = '1' WHERE key = 'confidentiality.k'"))
    assert queries.threshold() == 3


CLOCKS = {"first_word": "3", "silence": "45", "review": "4", "pass_on": "8"}
CLOCKS |= {"first_reminder": "20", "second_reminder": "40", "no_answer": "90"}


def test_how_long_something_may_wait_is_decided(browse, post, db):
    browse("/settings/clocks")
    assert post("/settings/clocks", "/settings/clocks", CLOCKS).status_code == 303
    assert queries.clocks() == queries.Clocks(3, 45, 4, 8, 20, 40, 90)
    assert last_event(db).action == "setting.changed"


def test_a_second_reminder_comes_after_the_first(post):
    answer = post("/settings/clocks", "/settings/clocks", CLOCKS | {"second_reminder": "20"})
    assert answer.status_code == 422
    assert "More days than the one before." in answer.text


def test_a_clock_that_makes_no_sense_is_refused_at_its_field(post):
    answer = post("/settings/clocks", "/settings/clocks", CLOCKS | {"silence": "0"})
    assert answer.status_code == 422
    assert "Write a number of days from 1 to 365." in answer.text
    assert queries.clocks() == queries.Clocks()
