"""What one of them sees the others see: who enters a member, who brings a list, who looks through the likely pairs.

The names were written down before the rules were looked at again."""

from typing import Any

import pytest

from cara_crm.core.actor import Actor
from cara_crm.imports import services as imports
from cara_crm.members.imports import Decisions
from cara_crm.members.models import Member
from cara_crm.members.services import MemberData, refresh_search
from cara_crm.members.spreadsheet import Options
from cara_crm.merging import likeness, queries, services
from tests import factories

BY = Actor.system("test")
#: In the register / as it is typed; department; town.
ONE = """
Novaplast Technologies / Novaplast Techno;01;Oyonnax
Chaudronnerie du Grand Chablais / Chaudronnerie Gd Chablais;74;Thonon-les-Bains
Peyrotte Père & Fils / Ets Peyrotte P&F;42;Roanne
Société Coopérative Ouvrière des Ressorts Drômois / SCOP Ressorts Drômois;26;Valence
Transports Quintefeuille / Quintefeuille;45;Orléans
Bourdichon Frères / Bourdichon;03;Moulins
Compagnie Berrichonne de Mécanique Agricole / C.B.M.A.;18;Vierzon
Compagnie Berrichonne de Mécanique Agricole / CBMA;18;Vierzon
Ferro-Services Beaucerons / Ferroservices Beauceron;28;Chartres
Isère Batteries Lithium / Isère Batteries Lithium - Etablissement de Voiron;38;Voiron
Institut Supérieur des Mobilités Durables / Inst. Sup. des Mobilités Durables;69;Villeurbanne
Cap'Vélo Annecy / Cap Vélo;74;Annecy
Société Anonyme Forges Pradinas / Forges Pradinas S.A.;42;Firminy
Hydromeca Systèmes / HYDROMECA SYST.;38;Moirans
R.V.L. Composites / RVL Composites;73;Chambéry
Plasti-Velay / Plastivelay;43;Le Puy-en-Velay
Motoculture Verdelhan (ex Établissements Roussigne) / Ets Roussigne;07;Aubenas
"""
TWO = """
Novaplast Injection / Novaplast Décor;01;Oyonnax
Bourdichon Père et Fils / Bourdichon Frères;03;Moulins
Garage du Grand Pont / Garage du Petit Pont;69;Lyon
Transports Quintefeuille / Transports;45;Orléans
Techno Moules / Techno Mousses;01;Oyonnax
Garage Vachaud / Vachaud Traiteur;43;Le Puy-en-Velay
Autocars Quintefeuille / Autocars Quintefeuille Formation;45;Orléans
Atelier Beauceron / Beaucerons Réunis;28;Chartres
"""


@pytest.fixture
def sides(request: pytest.FixtureRequest, request_context: None, db: Any) -> tuple[Member, str, str, str]:
    names, code, town = request.param.split(";")
    left, right = names.split(" / ")
    return stored(left, code, town), right, code, town


def stored(name: str, code: str, town: str) -> Member:
    member = factories.member(name, at=code, siren=None)
    member.sites[0].town = town
    refresh_search(member)
    return member


def seen_by_three(known: Member, typed: str, code: str, town: str) -> tuple[bool, bool, bool]:
    try:
        services.ask_about_member(MemberData(typed, postal_code=f"{code}100", town=town), by=BY)
        at_the_door = False
    except services.PerhapsTheSame as one:
        at_the_door = [found.member.id for found in one.found] == [known.id]
    row = f"Nom;Département;Ville\n{typed};{code};{town}\n".encode()
    plan = imports.check(row, options=Options(), source="", decisions=Decisions(), by=BY)
    stored(typed, code, town)
    least = queries.matching_rules().ask
    pairs = [pair for pair in likeness.alike_members(queries.member_sides()) if pair.alike >= least]
    return at_the_door, bool(plan.likenesses), bool(pairs)


@pytest.mark.parametrize("sides", ONE.strip().splitlines(), indirect=True)
def test_one_organisation_in_two_writings_is_seen_by_all_three(sides: tuple[Member, str, str, str]) -> None:
    assert seen_by_three(*sides) == (True, True, True)


@pytest.mark.parametrize("sides", TWO.strip().splitlines(), indirect=True)
def test_two_organisations_are_asked_about_by_none(sides: tuple[Member, str, str, str]) -> None:
    assert seen_by_three(*sides) == (False, False, False)


@pytest.mark.usefixtures("request_context")
def test_a_short_name_is_enough_in_its_town_and_where_no_town_is_told(db: Any) -> None:
    known = stored("Transports Quintefeuille", "45", "Orléans")
    for place, n in (({}, 1), ({"town": "Tours"}, 0), ({"town": "ORLEANS"}, 1)):
        found = queries.members_like(BY, queries.Typed(("Quintefeuille",), **place))
        assert [one.member.id for one in found] == [known.id] * n, place
