"""Taken over or turned down, fact by fact."""

from datetime import date

import pytest
import sqlalchemy as sa

from cara_crm.audit.models import AuditEvent
from cara_crm.core.errors import EditedMeanwhile
from cara_crm.members.models import MemberStatus, Site
from cara_crm.members.queries import owner_of_siren
from cara_crm.members.services.numbers import SirenTaken
from cara_crm.official import queries, services
from cara_crm.official.models import Fact, FindingState, OfficialFinding
from tests import factories
from tests.official.conftest import BY
from tests.official.registers import SIREN, company, head, point, results


@pytest.fixture
def decide(db):
    """decide(services.accept, Fact.NAME, …) → the member, as a manager who read the page would."""

    def _decide(how, *facts, **more):
        member = more.pop("of", None) or owner_of_siren(SIREN)
        record = queries.record_for(BY, member.id)
        read = {"version": record.member.version, "seen": record.stamp} | more
        how(record, set(facts), **read, by=factories.actor())
        db.session.commit()
        return record.member

    return _decide


def head_of(member):
    return next(site for site in member.sites if site.is_head)


def finding(db, fact):
    db.session.expire_all()
    return db.session.scalars(sa.select(OfficialFinding).where(OfficialFinding.fact == fact)).one()


def test_only_what_is_chosen_is_written(server, forge, looked_up, decide):
    server.companies.append(results(company(nom_raison_sociale="FONDERIE INVENTEE")))
    looked_up(forge)
    member = decide(services.accept, Fact.HEADCOUNT)
    assert (member.headcount_band, member.headcount_source, member.headcount_year) == ("21", "INSEE", 2024)
    assert (member.legal_name, head_of(member).town) == ("Forge Fictive SAS", "Villefictive")


def test_a_name_that_is_given_up_stays_searchable(server, forge, looked_up, decide):
    server.companies.append(results(company(nom_raison_sociale="FONDERIE INVENTEE")))
    looked_up(forge)
    member = decide(services.accept, Fact.NAME)
    assert member.legal_name == "FONDERIE INVENTEE"
    assert "forge" in member.folded
    assert "inventee" in member.folded


def test_an_address_is_taken_piece_by_piece(server, forge, looked_up, decide):
    server.companies.append(results(company()))
    looked_up(forge)
    site = head_of(decide(services.accept, Fact.ADDRESS, Fact.POSTAL_CODE, Fact.TOWN))
    assert (site.address, site.postal_code, site.town) == ("12 Rue de la Forge", "69007", "Lyon")


def test_a_department_is_the_register_s_not_the_postal_code_s(server, looked_up, decide):
    forge = factories.member("Forge Fictive", siren=SIREN, at="69")
    server.companies.append(results(company(siege=head(departement="38", code_postal="69007"))))
    looked_up(forge)
    member = decide(services.accept, Fact.DEPARTMENT, of=forge)
    assert (member.department.code, head_of(member).department.code) == ("38", "38")


def test_the_geocoder_s_point_is_taken(server, forge, looked_up, decide):
    server.companies.append(results(company()))
    looked_up(forge)
    site = head_of(decide(services.accept, Fact.COORDINATES))
    assert (site.latitude, site.longitude) == (45.7441, 4.8412)


def test_an_activity_comes_with_its_nomenclature(server, forge, looked_up, decide):
    server.companies.append(results(company(activite_principale="30.20Y", activite_principale_naf25=None)))
    looked_up(forge)
    member = decide(services.accept, Fact.ACTIVITY)
    assert (member.activity_code, member.activity_nomenclature) == ("30.20Y", "naf_2025")


def test_a_siren_is_taken(server, looked_up, decide):
    member = factories.member("Forge Fictive", siren=None)
    server.companies.append(results(company()))
    looked_up(member, SIREN)
    assert decide(services.accept, Fact.SIREN, of=member).siren == SIREN


def test_the_siren_of_another_member_is_refused(server, forge, looked_up, decide):
    member = factories.member("Forge Fictive", siren=None)
    server.companies.append(results(company()))
    looked_up(member, SIREN)
    with pytest.raises(SirenTaken):
        decide(services.accept, Fact.SIREN, of=member)


def test_a_first_siret_names_the_head_office(server, forge, looked_up, decide):
    server.companies.append(results(company()))
    looked_up(forge)
    member = decide(services.accept, Fact.SIRET)
    assert [(one.siret, one.town) for one in member.sites] == [(SIREN + "00017", "Villefictive")]


def test_a_head_office_that_moved_leaves_a_site_behind(server, forge, looked_up, decide, db):
    head_of(forge).siret = SIREN + "00025"
    db.session.commit()
    server.companies.append(results(company()))
    looked_up(forge)
    member = decide(services.accept, Fact.SIRET)
    known = {one.siret: (one.is_head, one.town, one.postal_code) for one in member.sites}
    assert known == {
        SIREN + "00025": (False, "Villefictive", "69000"),
        SIREN + "00017": (True, "Lyon", "69007"),
    }


def test_a_site_that_becomes_the_head_office_is_not_made_twice(server, forge, looked_up, decide, db):
    other = Site(siret=SIREN + "00017", town="Lyon", is_head=False)
    forge.sites.append(other)
    head_of(forge).siret = SIREN + "00025"
    db.session.commit()
    server.companies.append(results(company()))
    looked_up(forge)
    member = decide(services.accept, Fact.SIRET)
    assert [one.siret for one in member.sites if one.is_head] == [SIREN + "00017"]
    assert len(member.sites) == 2


def test_the_siret_of_another_member_is_refused(server, forge, looked_up, decide, db):
    factories.member("Autre Atelier").sites[0].siret = SIREN + "00017"
    db.session.commit()
    server.companies.append(results(company()))
    looked_up(forge)
    with pytest.raises(services.SiretTaken):
        decide(services.accept, Fact.SIRET)


def test_a_closed_company_becomes_a_former_member(server, forge, looked_up, decide):
    server.companies.append(results(company(etat_administratif="C", date_fermeture="2026-09-30")))
    looked_up(forge)
    member = decide(services.accept, Fact.STATE)
    assert (member.status, member.status_periods[-1].from_on) == (MemberStatus.FORMER, date(2026, 9, 30))
    assert head_of(member).closed_on == date(2026, 9, 30)


def test_a_prospect_that_closed_stays_a_prospect_with_closed_sites(server, looked_up, decide):
    member = factories.member("Forge Fictive", siren=SIREN, status=MemberStatus.PROSPECT)
    server.companies.append(results(company(etat_administratif="C", date_fermeture="2026-09-30")))
    looked_up(member)
    member = decide(services.accept, Fact.STATE, of=member)
    assert (member.status, head_of(member).closed_on) == (MemberStatus.PROSPECT, date(2026, 9, 30))


def test_what_was_taken_is_proposed_no_more(server, forge, looked_up, decide, db):
    server.companies.append(results(company()))
    looked_up(forge)
    decide(services.accept, *Fact)
    assert queries.record_for(BY, forge.id).proposals == []
    assert finding(db, Fact.HEADCOUNT).state is FindingState.ACCEPTED


def test_what_was_turned_down_is_remembered(server, forge, looked_up, decide, db):
    server.companies.append(results(company()))
    looked_up(forge)
    decide(services.dismiss, Fact.HEADCOUNT)
    record = looked_up(forge)
    assert finding(db, Fact.HEADCOUNT).state is FindingState.DISMISSED
    assert [one.fact for one in record.news] == [Fact.TOWN]


def test_what_was_turned_down_comes_back_when_the_register_changes(server, forge, looked_up, decide, db):
    server.companies[:] = [results(company()), results(company(tranche_effectif_salarie="22"))]
    looked_up(forge)
    decide(services.dismiss, Fact.HEADCOUNT)
    record = looked_up(forge)
    assert finding(db, Fact.HEADCOUNT).state is FindingState.OPEN
    assert "22" in [one.official for one in record.news]


def test_who_saved_meanwhile_loses_nothing(server, forge, looked_up, decide):
    server.companies.append(results(company()))
    looked_up(forge)
    with pytest.raises(EditedMeanwhile):
        decide(services.accept, Fact.HEADCOUNT, version=forge.version + 1)


def test_what_nobody_saw_is_not_taken(server, forge, looked_up, decide):
    server.companies[:] = [results(company()), results(company(tranche_effectif_salarie="22"))]
    seen = looked_up(forge).stamp
    looked_up(forge)
    with pytest.raises(EditedMeanwhile):
        decide(services.accept, Fact.HEADCOUNT, seen=seen)


def test_nothing_ticked_is_refused(server, forge, looked_up, decide):
    server.companies.append(results(company()))
    looked_up(forge)
    with pytest.raises(services.NothingChosen):
        decide(services.accept)


def test_a_guess_cannot_be_taken(server, forge, looked_up, decide):
    server.companies.append(results(company()))
    server.geocoder[:] = [point(score=0.3)]
    looked_up(forge)
    with pytest.raises(services.NothingChosen):
        decide(services.accept, Fact.COORDINATES)


def test_a_decision_is_in_the_log_without_its_values(server, forge, looked_up, decide, db):
    server.companies.append(results(company()))
    looked_up(forge)
    decide(services.accept, Fact.HEADCOUNT)
    decide(services.dismiss, Fact.TOWN)
    events = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.subject_type == "member")).all()
    told = {one.action: one.details for one in events}
    assert told["official.accepted"] == {"fields": ["headcount"]}
    assert told["official.dismissed"] == {"fields": ["town"]}


def test_a_name_to_confirm_is_confirmed_by_the_register_s_only(server, forge, looked_up, decide, db):
    forge.name_to_confirm = True
    db.session.commit()
    server.companies.append(results(company(nom_raison_sociale="FONDERIE INVENTEE")))
    looked_up(forge)
    assert decide(services.accept, Fact.HEADCOUNT).name_to_confirm
    assert not decide(services.accept, Fact.NAME).name_to_confirm
