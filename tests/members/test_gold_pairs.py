"""Pairs as people write them, with what a person said of each: the rules find most, and ask about none that is not."""

from dataclasses import replace

import pytest

from cara_crm.members.matching import DEFAULT, NOTHING, Known, Register, only, score
from cara_crm.members.pairing import pairs

#: One organisation, written twice: "name; department; domain; phone" each.
ONE = """
SAS Béraud & Fils;42 / BERAUD FILS (SAS);42
Société Nouvelle Forge de Rive;42 / SN Forge de Rive;42
Société Industrielle de Mécanique du Forez;42;simf.example / S.I.M.F.;42;simf.example
Mécanique Générale du Bugey;01 / MECA GENERALE DU BUGEY;01
Traitement Thermique Rhodanien;69 / Trait. Therm. Rhodanien;69
Saint-Étienne Décolletage;42 / ST ETIENNE DECOLLETAGE;42
Plasturgie Bruyère France;01 / Plasturgie Bruyère;01
Groupe Tamponnet;69 / Tamponnet;69
Atelier Mirandole;69 / ATELIERS MIRANDOLLE;69
Electro-Mécanique Voironnaise;38 / ELECTROMECANIQUE VOIRONNAISE;38
Rivetin (ex Carrosserie Morin);03 / Carrosserie Morin;03
Clavettin;69;clavettin.example / Découpage Clavettin SAS;69;clavettin.example
Communauté de communes du Pays Voisin;07 / CC du Pays Voisin;07
Travaux Publics Culbutin;45 / TP Culbutin;45
Bureau d'études Pignonet;42 / BE Pignonet;42
Hydraulique Cliquefin;42 / Hydrolique Cliquefin;42
Société nouvelle de roulettes;74 / SNR;74
Société nouvelle de roulettes;74 / S.N.R. Roulettes;74
J. P. Roulebille;69 / Jean-Pierre Roulebille;69
Carrosserie J.-P. Roulebille;69 / Carrosserie Roulebille Jean-Pierre;69
Roulebille H.;69 / Roulebille Henri SARL;69
Deux roues services;69 / 2 roues service;69
Première Ligne Bruyère;69 / 1ère Ligne Bruyère;69
Design and Motion;69 / Design & Motion;69
Tôlerie & Peinture Bruyère;01 / Tôlerie et Peinture Bruyère;01
Ind. des Freins Tournesol;69 / Industrie des Freins Tournesol;69
Mfg des Freins;69 / Manufacture des Freins;69
Grpt des Usineurs;42 / Groupement des Usineurs;42
Cie Tournesol;42 / Compagnie Tournesol;42
"""
#: Two organisations: towns of a group, neighbours, names that a letter makes others.
TWO = """
Quatressieux Lyon;69;quatressieux.example / Quatressieux Tours;37;quatressieux.example
Tamponnet Logistique;69;tamponnet.example / Tamponnet Énergie;69;tamponnet.example
Carrosserie Martin;69 / Carrosserie Martinet;69
Carrosserie Martin;69 / Carrosserie Marlin;69
Carrosserie Martin;69 / Carrosserie Martin;13
Transports Dubois;42 / Transports Dubost;42
Communauté de communes du Pays Voisin;07 / Communauté de communes du Pays Lointain;07
Mairie de Rive;42 / Mairie de Rivet;42
Ateliers du Rail;37 / Ateliers du Train;37
Aiguillon Batteries;36 / Batteries Aiguillonet;36
SMI;42 / SMI;13
Culbutin Père;45 / Culbutin Fils;45
Alpha Soudure;69;;0400000000 / Gamma Logiciel;69;;0400000000
Université Inventée Lyon 1;69 / Université Inventée Lyon 2;69
J. P. Roulebille;69 / J. B. Roulebille;69
Carrosserie L. Roulebille;69 / Carrosserie D. Roulebille;69
Jean-Pierre Roulebille;69 / Jean-Paul Roulebille;69
T. Roulebille;26 / Tôlerie Roulebille;26
Deux roues services;69 / Trois roues services;69
SNR;74 / SNT;74
SNR;74 / Société nouvelle de roulettes;13
Roulebille Nord;69 / Roulebille Sud;69
Garage Roulebille;69 / Transports Roulebille;69
"""


def side(id: int, text: str) -> Known:
    name, department, domain, phone = [*(part.strip() for part in text.split(";")), "", ""][:4]
    return Known(
        id,
        None,
        (name,),
        only(department),
        frozenset([domain]) if domain else NOTHING,
        phones=frozenset([phone]) if phone else NOTHING,
    )


def both(line: str) -> tuple[Known, Known]:
    left, right = line.split(" / ")
    return side(1, left), side(2, right)


@pytest.mark.parametrize("line", ONE.strip().splitlines())
def test_two_writings_of_one_are_asked_about(line: str) -> None:
    left, right = both(line)
    assert score(left, right)[0] >= DEFAULT.ask
    assert [(pair.left, pair.right) for pair in pairs([left], [right])] == [(1, 2)]


@pytest.mark.parametrize("line", TWO.strip().splitlines())
def test_two_companies_are_not_asked_about(line: str) -> None:
    assert score(*both(line))[0] < DEFAULT.ask


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Nouvelle Usine Bleue;69", "Usine Bleue;69"),
        ("Groupe Tamponnet;69", "Tamponnet;69"),
    ],
)
def test_a_group_or_who_took_a_business_over_is_asked_about_and_not_taken(left: str, right: str) -> None:
    assert DEFAULT.ask <= score(side(1, left), side(2, right))[0] < DEFAULT.take
    assert Register([side(2, right)]).taken(side(1, left)) is None


def test_letters_of_other_first_names_are_never_taken_for_one() -> None:
    """Nor for an article: what "L." and "D." are short for is a person."""
    left, right = side(1, "Entreprise L. Roulebille;69"), side(2, "Entreprise D. Roulebille;69")
    assert Register([right]).taken(left) is None
    assert Register([side(2, "L'Atelier Roulebille;69")]).taken(side(1, "Atelier Roulebille;69")) is not None


def test_two_numbers_are_two_companies_of_a_group() -> None:
    left, right = side(1, "Tamponnet Holding;69;tamponnet.example"), side(2, "Tamponnet;69;tamponnet.example")
    assert score(replace(left, siren="000000018"), replace(right, siren="000000026"))[0] == 0
